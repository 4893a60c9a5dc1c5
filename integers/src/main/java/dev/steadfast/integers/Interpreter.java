package dev.steadfast.integers;

import dev.steadfast.integers.Operation.Addition;
import dev.steadfast.integers.Operation.Convolution;
import dev.steadfast.integers.Operation.Denoised;
import dev.steadfast.integers.Operation.DepthToSpace;
import dev.steadfast.integers.Operation.Logits;
import dev.steadfast.integers.Operation.MaxPooling;
import dev.steadfast.integers.Operation.ReadPixels;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs an integer network, one image at a time, in Java's integers: what any engine must compute, to the last bit. It is written to be read; it takes about a
 * thousand times as long as vectorised kernels.
 *
 * <p>Threading notes: may be used by several threads at once.
 */
public final class Interpreter {
    private final IntegerNetwork network;
    private final Map<Kernel, Sums> sums = new ConcurrentHashMap<>();

    /** @param network what to run */
    public Interpreter(IntegerNetwork network) {
        this.network = network;
    }

    /**
     * Runs a classifier.
     *
     * @param image channel-first, as {@link #denoised} gives it
     * @param sigma ignored by a network that does not ask for it
     * @return one logit for each class
     * @throws IllegalArgumentException if the image's size is not one for this network, or the network makes images
     */
    public int[] logits(PixelImage image, float sigma) {
        if (!(network.last() instanceof Logits last)) {
            throw new IllegalArgumentException("the network must be a classifier, but makes a "
                    + network.last().name());
        }
        return logits(last, run(image, sigma)[last.from()]);
    }

    /**
     * Runs a denoiser.
     *
     * @param image a noisy image
     * @param sigma ignored by a network that does not ask for it
     * @return the image without the noise: 0 to 255
     * @throws IllegalArgumentException if the image's size is not one for this network, or the network makes logits
     */
    public PixelImage denoised(PixelImage image, float sigma) {
        if (!(network.last() instanceof Denoised last)) {
            throw new IllegalArgumentException("the network must be a denoiser, but makes "
                    + network.last().name());
        }
        return denoised(
                last, run(image, sigma)[last.from()], image, network.sigmas().row(sigma));
    }

    /** All operations but the last. */
    private Plane[] run(PixelImage image, float sigma) {
        if (image.channels() != network.colours()) {
            throw new IllegalArgumentException(
                    "images must have " + network.colours() + " channels, but this one has " + image.channels());
        }
        Plane[] registers = new Plane[Rules.MOST_REGISTERS];
        for (Operation operation : network.operations()) {
            if (operation instanceof ReadPixels read) {
                registers[read.to()] = read(read, image, network.sigmas().row(sigma));
            } else if (operation instanceof Convolution convolution) {
                registers[convolution.to()] = convolved(convolution, registers[convolution.from()]);
            } else if (operation instanceof Addition addition) {
                Plane left = registers[addition.left()];
                registers[addition.to()] = added(addition, left, registers[addition.right()]);
            } else if (operation instanceof DepthToSpace depthToSpace) {
                registers[depthToSpace.to()] =
                        Places.depthToSpace(registers[depthToSpace.from()], depthToSpace.block());
            } else if (operation instanceof MaxPooling pooling) {
                registers[pooling.to()] = Places.maxPooled(registers[pooling.from()], pooling.size());
            }
        }
        return registers;
    }

    private Plane read(ReadPixels read, PixelImage image, int row) {
        int block = read.block();
        if (image.height() % block != 0 || image.width() % block != 0) {
            throw new IllegalArgumentException("height and width must be multiples of " + block + ", but are "
                    + image.height() + " and " + image.width());
        }
        Plane result = Plane.of(image.height() / block, image.width() / block, read.channels());
        int gain = network.sigmas().gain(row);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int first = result.at(y / block, x / block) + (y % block * block + x % block) * image.channels();
                for (int colour = 0; colour < image.channels(); colour++) {
                    long value = (long) (image.at(colour, y, x) - Format.MIDDLE) * gain;
                    result.values()[first + colour] = read.format().saturated(Rounding.shifted(value, read.shift()));
                }
            }
        }
        if (read.tellsSigma()) {
            int told = block * block * image.channels();
            for (int place = 0; place < result.height() * result.width(); place++) {
                result.values()[place * result.channels() + told] =
                        network.sigmas().plane(row);
            }
        }
        return result;
    }

    private Plane convolved(Convolution convolution, Plane source) {
        Kernel kernel = convolution.kernel();
        Plane result = sums.computeIfAbsent(kernel, Sums::new).of(source);
        int[] values = result.values();
        for (int i = 0; i < values.length; i++) {
            long rounded = Rounding.shifted(values[i], kernel.shifts()[i % kernel.channelsOut()]);
            values[i] = convolution.format().saturated(rounded);
        }
        return result;
    }

    private static Plane added(Addition addition, Plane left, Plane right) {
        if (left.height() != right.height() || left.width() != right.width()) {
            throw new IllegalArgumentException("what is added must be of one size, but is of " + left.height() + " x "
                    + left.width() + " and " + right.height() + " x " + right.width() + " places");
        }
        Plane result = Plane.of(left.height(), left.width(), left.channels());
        int unit = Math.min(addition.leftExponent(), addition.rightExponent());
        int shift = addition.format().exponent() - unit;
        for (int i = 0; i < result.values().length; i++) {
            long sum = ((long) left.values()[i] << (addition.leftExponent() - unit))
                    + ((long) right.values()[i] << (addition.rightExponent() - unit));
            result.values()[i] = addition.format().saturated(Rounding.shifted(sum, shift));
        }
        return result;
    }

    private static int[] logits(Logits last, Plane source) {
        long[] features = last.largest() ? Places.largest(source) : Places.sums(source);
        int[] logits = new int[last.classes()];
        for (int k = 0; k < logits.length; k++) {
            long sum = last.biases()[k];
            for (int c = 0; c < features.length; c++) {
                sum += last.weights()[k * features.length + c] * features[c];
            }
            logits[k] = Rounding.saturated(Rounding.shifted(sum, last.shift()), -Logits.MOST_LOGIT, Logits.MOST_LOGIT);
        }
        return logits;
    }

    private PixelImage denoised(Denoised last, Plane source, PixelImage noisy, int row) {
        Plane noise = sums.computeIfAbsent(last.kernel(), Sums::new).of(source);
        int[] values = noise.values();
        for (int i = 0; i < values.length; i++) {
            long rounded = Rounding.shifted(values[i], last.kernel().shifts()[i % noise.channels()]);
            values[i] = Rounding.saturated(rounded, -Denoised.MOST_NOISE, Denoised.MOST_NOISE);
        }
        Plane placed = Places.depthToSpace(noise, last.block());
        int amount = network.sigmas().amount(row);
        PixelImage image = PixelImage.of(noisy.channels(), placed.height(), placed.width());
        for (int y = 0; y < placed.height(); y++) {
            for (int x = 0; x < placed.width(); x++) {
                for (int colour = 0; colour < noisy.channels(); colour++) {
                    long taken = (long) placed.values()[placed.at(y, x) + colour] * amount;
                    long left = ((long) noisy.at(colour, y, x) << last.shift()) - taken;
                    image.set(colour, y, x, Rounding.saturated(Rounding.shifted(left, last.shift()), 0, 255));
                }
            }
        }
        return image;
    }
}
