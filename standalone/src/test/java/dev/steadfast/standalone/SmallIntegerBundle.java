package dev.steadfast.standalone;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.Denoiser;
import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.ModelFile;
import dev.steadfast.bundles.SigmaRange;
import dev.steadfast.bundles.TorchScriptArchive;
import dev.steadfast.integers.Format;
import dev.steadfast.integers.IntegerNetwork;
import dev.steadfast.integers.InterpretedVoter;
import dev.steadfast.integers.Kernel;
import dev.steadfast.integers.Operation.Convolution;
import dev.steadfast.integers.Operation.Denoised;
import dev.steadfast.integers.Operation.Logits;
import dev.steadfast.integers.Operation.MaxPooling;
import dev.steadfast.integers.Operation.ReadPixels;
import dev.steadfast.integers.SigmaTable;
import dev.steadfast.models.IntegerModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A bundle of two small integer networks with weights drawn at random, for images of 32 x 32 pixels: fast, and its votes are spread over its classes. */
public final class SmallIntegerBundle {
    private static final int WIDTH = 16;

    private final SplittableRandom random = new SplittableRandom(7);
    private final int classes;

    private SmallIntegerBundle(int classes) {
        this.classes = classes;
    }

    /** Writes it into a new folder below another, and returns that. */
    public static Path write(Path parent, List<String> classes) throws IOException {
        SmallIntegerBundle bundle = new SmallIntegerBundle(classes.size());
        Path folder = Files.createDirectory(parent.resolve("integers"));
        BundleManifest manifest = new BundleManifest(
                BundleManifest.FORMAT,
                "integers",
                "1",
                BundleManifest.IMAGE_CLASSIFICATION,
                new InputShape(3, 32, 32),
                classes,
                25,
                "int8",
                file(bundle.classifier(), folder, "classifier.pt"),
                Optional.of(new Denoiser(file(bundle.denoiser(), folder, "denoiser.pt"), false)),
                new SigmaRange(0.1, 1),
                Map.of(),
                List.of());
        manifest.write(folder);
        try (ModelBundle written = ModelBundle.open(folder)) {
            manifest.withGoldenLogits(InterpretedVoter.open(written).goldenLogits())
                    .write(folder);
        }
        return folder;
    }

    private IntegerNetwork denoiser() {
        Format bytes = new Format(Format.MIDDLE, 0, false);
        return new IntegerNetwork(
                3,
                SigmaTable.constant(64, 1),
                List.of(
                        new ReadPixels(0, 2, false, 12, 0, 7),
                        new Convolution(1, 0, kernel(1, 12, WIDTH, 7), bytes),
                        new Denoised(1, kernel(3, WIDTH, 12, 6), 0, 2, 0)));
    }

    private IntegerNetwork classifier() {
        Format bytes = new Format(0, 0, true);
        int[] weights = random.ints((long) classes * WIDTH, -99, 100).toArray();
        return new IntegerNetwork(
                3,
                SigmaTable.constant(1, 0),
                List.of(
                        new ReadPixels(0, 1, false, 3, 0, 0),
                        new Convolution(1, 0, kernel(3, 3, WIDTH, 7), bytes),
                        new MaxPooling(2, 1, 2),
                        new Convolution(3, 2, kernel(3, WIDTH, WIDTH, 9), bytes),
                        new Logits(3, false, WIDTH, 0, 0, weights, new int[classes])));
    }

    private Kernel kernel(int size, int in, int out, int shift) {
        byte[] weights = new byte[size * size * in * out];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (byte) random.nextInt(-63, 64);
        }
        int[] shifts = new int[out];
        Arrays.fill(shifts, shift);
        return new Kernel(size, 1, size / 2, in, out, weights, new int[out], shifts);
    }

    private static ModelFile file(IntegerNetwork network, Path folder, String name) throws IOException {
        Path raw = folder.resolve(name + ".raw");
        IntegerModules.write(network, raw);
        ModelFile file = TorchScriptArchive.normalise(raw, folder.resolve(name));
        Files.delete(raw);
        return file;
    }
}
