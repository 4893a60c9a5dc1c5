package dev.steadfast.quantisation;

import dev.steadfast.bundles.StoredModule;
import dev.steadfast.quantisation.RealNetwork.Normalisation;
import dev.steadfast.quantisation.RealOperation.Added;
import dev.steadfast.quantisation.RealOperation.Classified;
import dev.steadfast.quantisation.RealOperation.Convolved;
import dev.steadfast.quantisation.RealOperation.Denoised;
import dev.steadfast.quantisation.RealOperation.Pooled;
import dev.steadfast.quantisation.RealOperation.Read;
import dev.steadfast.quantisation.RealOperation.Shuffled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reads networks of {@code models/architectures}: which steps they take is known by their classes, how many and how wide by their files. */
final class RealNetworkReader {
    private static final int COLOURS = 3;
    private static final int BLOCK = 2;

    /** Twelve of pixels and one of sigma would do; kernels like multiples of 16. */
    private static final int ENCODER_CHANNELS = 16;

    /** {@code (p - 0.5) * 4} in units of 1/64 of the network's input, with a step for each 1/255 of p. */
    private static final double FIXED_STEP = 4.0 / 255 * 64;

    private final List<RealOperation> operations = new ArrayList<>();

    private RealNetworkReader() {}

    /**
     * Reads a network.
     *
     * @throws IOException if the file cannot be read
     * @throws QuantisationException if it is none that has an integer form; what has none is named, with its place
     */
    static RealNetwork read(Path file) throws IOException {
        StoredModule module = StoredModule.read(file);
        RealNetworkReader reader = new RealNetworkReader();
        if (module.isEmpty()) {
            throw new QuantisationException(file
                    + " must have its weights as parameters, but has no parameters; those of a frozen module"
                    + " are constants of its code: give the module as it was before torch.jit.freeze");
        }
        try {
            Normalisation normalisation =
                    switch (module.className()) {
                        case "EncoderDenoiser" -> reader.encoderDenoiser(module);
                        case "NoisyClassifier" -> reader.noisyClassifier(module);
                        case "ResidualClassifier" -> reader.residualClassifier(module);
                        case "PlainClassifier" -> reader.plainClassifier(module);
                        default -> throw new QuantisationException(Unsupported.of(file, module));
                    };
            return new RealNetwork(normalisation, List.copyOf(reader.operations));
        } catch (QuantisationException e) {
            throw new QuantisationException(file + ": " + e.getMessage(), e);
        }
    }

    private Normalisation encoderDenoiser(StoredModule module) throws IOException {
        int[] levels = encoder(module.module("encoder"));
        StoredModule decoder = module.module("decoder");
        int middle = add(new Added(up(levels[2], decoder.module("up_middle")), levels[1], false));
        middle = blocks(middle, decoder.module("decode_middle"));
        int fine = add(new Added(up(middle, decoder.module("up_fine")), levels[0], false));
        fine = blocks(fine, decoder.module("decode_fine"));
        RealKernel tail = RealKernel.of(decoder.module("tail"));
        add(new Denoised(fine, tail.withOutputs(placesFirst(COLOURS)), BLOCK));
        return Normalisation.BY_SIGMA;
    }

    private Normalisation noisyClassifier(StoredModule module) throws IOException {
        head(encoder(module.module("encoder"))[2], module, false);
        return Normalisation.BY_SIGMA;
    }

    private Normalisation residualClassifier(StoredModule module) throws IOException {
        int x = add(new Read(1, COLOURS));
        RealKernel stem = RealKernel.of(module.module("stem"));
        double[] factors = new double[COLOURS];
        Arrays.fill(factors, FIXED_STEP);
        x = add(new Convolved(x, stem.withInputs(new int[][] {{0}, {1}, {2}}, factors), true));
        for (StoredModule block : module.module("layers").modules()) {
            x = basicBlock(x, block);
        }
        head(x, module, false);
        return Normalisation.FIXED;
    }

    private Normalisation plainClassifier(StoredModule module) throws IOException {
        int x = add(new Read(BLOCK, COLOURS * BLOCK * BLOCK));
        RealKernel stem = RealKernel.of(module.module("stem"));
        int[][] sources = Arrays.stream(placesFirst(COLOURS))
                .mapToObj(source -> new int[] {source})
                .toArray(int[][]::new);
        double[] factors = new double[sources.length];
        Arrays.fill(factors, FIXED_STEP);
        x = add(new Convolved(x, stem.withInputs(sources, factors), true));
        List<StoredModule> layers = module.module("layers").modules();
        for (int i = 0; i < layers.size(); i++) {
            x = add(new Convolved(x, RealKernel.of(layers.get(i)), true));
            if (i % 2 == 1 && i + 1 < layers.size()) {
                x = add(new Pooled(x, 2));
            }
        }
        head(x, module, true);
        return Normalisation.FIXED;
    }

    private int[] encoder(StoredModule encoder) throws IOException {
        int x = add(new Read(BLOCK, ENCODER_CHANNELS));
        int told = COLOURS * BLOCK * BLOCK;
        int[] pixels = placesFirst(COLOURS);
        int[][] sources = new int[ENCODER_CHANNELS][0];
        double[] factors = new double[ENCODER_CHANNELS];
        for (int i = 0; i < told; i++) {
            sources[i] = new int[] {pixels[i]};
            factors[i] = 1;
        }
        // Sigma is the same at all places of a block: one channel in the place of four.
        sources[told] = IntStream.range(told, told + BLOCK * BLOCK).toArray();
        factors[told] = InputScale.PLANE_UNIT / InputScale.UNIT;
        x = add(new Convolved(x, RealKernel.of(encoder.module("stem")).withInputs(sources, factors), true));
        int fine = level(x, encoder.module("fine"));
        int middle = level(fine, encoder.module("middle"));
        return new int[] {fine, middle, level(middle, encoder.module("coarse"))};
    }

    private int level(int from, StoredModule level) throws IOException {
        int x = from;
        for (StoredModule block : level.module("blocks").modules()) {
            x = basicBlock(x, block);
        }
        return x;
    }

    private int basicBlock(int from, StoredModule block) throws IOException {
        int y = add(new Convolved(from, RealKernel.of(block.module("first")), true));
        y = add(new Convolved(y, RealKernel.of(block.module("second")), false));
        int x = from;
        for (StoredModule projection : block.module("shortcut").modules()) {
            x = add(new Convolved(x, RealKernel.of(projection), false));
        }
        return add(new Added(y, x, true));
    }

    private int blocks(int from, StoredModule blocks) throws IOException {
        int x = from;
        for (StoredModule block : blocks.modules()) {
            int y = add(new Convolved(x, RealKernel.of(block.module("first")), true));
            y = add(new Convolved(y, RealKernel.of(block.module("second")), false));
            x = add(new Added(y, x, false));
        }
        return x;
    }

    private int up(int from, StoredModule up) throws IOException {
        RealKernel project = RealKernel.of(up.module("project"));
        int channels = project.out() / (BLOCK * BLOCK);
        return add(new Shuffled(add(new Convolved(from, project.withOutputs(placesFirst(channels)), false)), BLOCK));
    }

    private void head(int from, StoredModule module, boolean largest) throws IOException {
        StoredModule head = module.module("head");
        add(new Classified(
                from,
                largest,
                head.weights("weight").values(),
                head.weights("bias").values()));
    }

    /** PyTorch's shuffles have channels in the order channel, row, column; here they are in the order row, column, channel. */
    private static int[] placesFirst(int channels) {
        int places = BLOCK * BLOCK;
        return IntStream.range(0, channels * places)
                .map(i -> i % channels * places + i / channels)
                .toArray();
    }

    private int add(RealOperation operation) {
        operations.add(operation);
        return operations.size() - 1;
    }
}
