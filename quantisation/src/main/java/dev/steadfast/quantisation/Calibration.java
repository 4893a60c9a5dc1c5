package dev.steadfast.quantisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.steadfast.bundles.SigmaRange;
import dev.steadfast.integers.Format;
import dev.steadfast.integers.IntegerNetwork;
import dev.steadfast.integers.Kernel;
import dev.steadfast.integers.Operation;
import dev.steadfast.integers.SigmaTable;
import dev.steadfast.quantisation.RealNetwork.Normalisation;
import dev.steadfast.quantisation.RealOperation.Added;
import dev.steadfast.quantisation.RealOperation.Classified;
import dev.steadfast.quantisation.RealOperation.Convolved;
import dev.steadfast.quantisation.RealOperation.Denoised;
import dev.steadfast.quantisation.RealOperation.Pooled;
import dev.steadfast.quantisation.RealOperation.Read;
import dev.steadfast.quantisation.RealOperation.Shuffled;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a network on images twice side by side, in floating point and in the integers that are chosen on the way: each operation is quantised for what the
 * integers before it made, and its weights and biases make up for what rounding did to all before it, as far as they can.
 */
final class Calibration {
    private final RealNetwork network;
    private final NoisyImages images;
    private final SigmaRange range;
    private final SigmaTable sigmas;
    private final NDManager manager;
    private final NDArray pixels;

    private final List<NDArray> real = new ArrayList<>();
    private final List<NDArray> integers = new ArrayList<>();
    private final List<Format> formats = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();
    private final List<LayerLoss> losses = new ArrayList<>();

    Calibration(RealNetwork network, NoisyImages images, SigmaRange range, NDManager manager) {
        this.network = network;
        this.images = images;
        this.range = range;
        this.manager = manager;
        this.sigmas = InputScale.sigmas(network.normalisation(), range);
        Shape shape = new Shape(
                images.count(),
                images.shape().channels(),
                images.shape().height(),
                images.shape().width());
        this.pixels = manager.create(images.pixels(), shape);
    }

    /**
     * What came of it.
     *
     * @param network of integers
     * @param integers the answers of the integer network: logits, or images in units of 1/255
     * @param losses of each operation, in order
     */
    record Result(IntegerNetwork network, NDArray integers, List<LayerLoss> losses) {}

    Result run() {
        for (int i = 0; i < network.operations().size(); i++) {
            // What an operation makes on the way is large, and freed when it is done.
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                step(network.operations().get(i));
                NDScope.unregister(real.get(i), integers.get(i));
            }
            free(i);
        }
        IntegerNetwork result = new IntegerNetwork(images.shape().channels(), sigmas, RegisterPlan.of(operations));
        int last = real.size() - 1;
        return new Result(result, integers.get(last), losses);
    }

    private void step(RealOperation operation) {
        if (operation instanceof Read read) {
            read(read);
        } else if (operation instanceof Convolved convolved) {
            convolve(convolved);
        } else if (operation instanceof Added added) {
            add(added);
        } else if (operation instanceof Shuffled shuffled) {
            int from = shuffled.from();
            operations.add(new Operation.DepthToSpace(real.size(), from, shuffled.block()));
            keep(
                    Tensors.depthToSpace(real.get(from), shuffled.block()),
                    Tensors.depthToSpace(integers.get(from), shuffled.block()),
                    formats.get(from));
        } else if (operation instanceof Pooled pooled) {
            int from = pooled.from();
            operations.add(new Operation.MaxPooling(real.size(), from, pooled.size()));
            keep(
                    Tensors.maxPooled(real.get(from), pooled.size()),
                    Tensors.maxPooled(integers.get(from), pooled.size()),
                    formats.get(from));
        } else if (operation instanceof Classified classified) {
            classify(classified);
        } else if (operation instanceof Denoised denoised) {
            denoise(denoised);
        }
    }

    /** Frees what no operation after this one reads. */
    private void free(int done) {
        List<RealOperation> operations = network.operations();
        for (int source : operations.get(done).sources()) {
            boolean readLater = operations.subList(done + 1, operations.size()).stream()
                    .anyMatch(later -> later.sources().contains(source));
            if (!readLater) {
                real.get(source).close();
                integers.get(source).close();
            }
        }
    }

    private void read(Read read) {
        Normalisation normalisation = network.normalisation();
        int shift = InputScale.shift(normalisation, images.reach());
        int exponent = InputScale.exponent(normalisation, shift);
        boolean tells = normalisation == Normalisation.BY_SIGMA;
        operations.add(new Operation.ReadPixels(0, read.block(), tells, read.channels(), exponent, shift));
        Format format = new Format(Format.MIDDLE, exponent, false);
        NDArray gains = column(0);
        NDArray bytes =
                pixels.sub(Format.MIDDLE).mul(gains).mul(Math.scalb(1f, -shift)).round();
        NDArray exact = pixels.sub(Format.MIDDLE - 0.5f).mul(realGains(normalisation));
        keep(
                told(read, exact, realPlane(), tells),
                told(read, bytes.clip(format.least(), format.most()), column(1), tells),
                format);
    }

    /** In units of the network's input. */
    private NDArray realGains(Normalisation normalisation) {
        float[] gains = new float[images.count()];
        for (int i = 0; i < gains.length; i++) {
            double sigma = images.sigmas()[i];
            gains[i] = (float)
                    (normalisation == Normalisation.FIXED ? 1 / 64.0 : 1 / 255.0 / Math.sqrt(sigma * sigma + 0.0625));
        }
        return manager.create(gains, new Shape(gains.length, 1, 1, 1));
    }

    /** In units of the network's input: what the plane of sigma's table stands for is another power of two. */
    private NDArray realPlane() {
        float[] planes = new float[images.count()];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (float) ((Math.log(images.sigmas()[i]) + 1) * InputScale.UNIT / InputScale.PLANE_UNIT);
        }
        return manager.create(planes, new Shape(planes.length, 1, 1, 1));
    }

    private NDArray column(int column) {
        float[] values = new float[images.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = sigmas.rows()[sigmas.row(images.sigmas()[i]) * SigmaTable.COLUMNS + column];
        }
        return manager.create(values, new Shape(values.length, 1, 1, 1));
    }

    private NDArray told(Read read, NDArray image, NDArray plane, boolean tells) {
        NDArray blocks = Tensors.spaceToDepth(image, read.block());
        if (!tells) {
            return blocks;
        }
        Shape shape = blocks.getShape();
        NDArray place = manager.zeros(new Shape(shape.get(0), 1, shape.get(2), shape.get(3)));
        NDArray rest =
                manager.zeros(new Shape(shape.get(0), read.channels() - shape.get(1) - 1, shape.get(2), shape.get(3)));
        return blocks.concat(place.add(plane), 1).concat(rest, 1);
    }

    private void convolve(Convolved convolved) {
        RealKernel kernel = convolved.kernel();
        int from = convolved.from();
        NDArray before = Tensors.convolved(real.get(from), kernel.weights(), kernel)
                .add(Tensors.perChannel(pixels, kernel.biases()));
        NDArray after = convolved.rectified() ? before.maximum(0) : before;
        Format format = Scales.of(after, convolved.rectified());
        IntegerKernels rounded = rounded(kernel, from, before, format.exponent());
        NDArray sums = Tensors.convolved(integers.get(from), rounded.weights(), kernel);
        Kernel chosen = rounded.withMeans(Tensors.means(before), Tensors.means(sums));
        NDArray values = outputs(sums, chosen, rounded).clip(format.least(), format.most());
        operations.add(new Operation.Convolution(real.size(), from, chosen, format));
        keep(after, values, format);
        lose(kernel.place(), after, values, format.exponent());
    }

    private IntegerKernels rounded(RealKernel kernel, int from, NDArray wanted, int exponent) {
        Format in = formats.get(from);
        NDArray inputs = integers.get(from).mul(Math.scalb(1f, in.exponent()));
        return new IntegerKernels(
                kernel, new LeastSquares(inputs, wanted, kernel), in.exponent(), exponent, in.largest());
    }

    private NDArray outputs(NDArray sums, Kernel chosen, IntegerKernels rounded) {
        float[] biases = new float[chosen.biases().length];
        for (int i = 0; i < biases.length; i++) {
            biases[i] = chosen.biases()[i];
        }
        return sums.add(Tensors.perChannel(pixels, biases))
                .mul(Tensors.perChannel(pixels, rounded.factors()))
                .round();
    }

    private void add(Added added) {
        Format left = formats.get(added.left());
        Format right = formats.get(added.right());
        NDArray sum = real.get(added.left()).add(real.get(added.right()));
        NDArray after = added.rectified() ? sum.maximum(0) : sum;
        Format format = Scales.of(after, added.rectified());
        NDArray values = integers.get(added.left())
                .mul(Math.scalb(1f, left.exponent() - format.exponent()))
                .add(integers.get(added.right()).mul(Math.scalb(1f, right.exponent() - format.exponent())))
                .round()
                .clip(format.least(), format.most());
        operations.add(new Operation.Addition(
                real.size(), added.left(), added.right(), format, left.exponent(), right.exponent()));
        keep(after, values, format);
        lose("addition " + operations.size(), after, values, format.exponent());
    }

    private void classify(Classified classified) {
        int from = classified.from();
        int[] places = {2};
        NDArray before = real.get(from);
        NDArray features = classified.largest()
                ? Tensors.places(before).max(places)
                : Tensors.places(before).mean(places);
        int count = Math.toIntExact(before.getShape().get(1));
        int classes = classified.biases().length;
        NDArray logits = features.matMul(manager.create(classified.weights(), new Shape(classes, count))
                        .transpose())
                .add(manager.create(classified.biases()));
        long pooled = classified.largest()
                ? 1
                : before.getShape().get(2) * before.getShape().get(3);
        NDArray bytes = Tensors.places(integers.get(from));
        NDArray sums = classified.largest() ? bytes.max(places) : bytes.sum(places);
        IntegerLogits chosen = new IntegerLogits(
                classified,
                Math.scalb(1.0, -formats.get(from).exponent()) * pooled,
                logits.abs().max().getFloat());
        operations.add(chosen.operation(from, formats.get(from).exponent(), classified.largest()));
        NDArray answers = sums.matMul(manager.create(chosen.weights(), new Shape(classes, count))
                        .transpose())
                .add(manager.create(chosen.biases()))
                .div((float) chosen.unit());
        keep(logits, answers, formats.get(from));
        lose("head", logits, answers, 0);
    }

    private void denoise(Denoised denoised) {
        RealKernel kernel = denoised.kernel();
        int from = denoised.from();
        NDArray noise = Tensors.convolved(real.get(from), kernel.weights(), kernel)
                .add(Tensors.perChannel(pixels, kernel.biases()));
        IntegerKernels rounded = rounded(kernel, from, noise, InputScale.NOISE_EXPONENT);
        NDArray sums = Tensors.convolved(integers.get(from), rounded.weights(), kernel);
        Kernel chosen = rounded.withMeans(Tensors.means(noise), Tensors.means(sums));
        int most = Operation.Denoised.MOST_NOISE;
        NDArray found = outputs(sums, chosen, rounded).clip(-most, most);
        int shift = InputScale.amountShift(range);
        NDArray taken =
                Tensors.depthToSpace(found, denoised.block()).mul(column(2)).mul(Math.scalb(1f, -shift));
        NDArray sigma = manager.create(images.sigmas(), new Shape(images.count(), 1, 1, 1))
                .mul(255);
        operations.add(new Operation.Denoised(from, chosen, formats.get(from).exponent(), denoised.block(), shift));
        lose(kernel.place(), noise, found, InputScale.NOISE_EXPONENT);
        NDArray clean = pixels.sub(Tensors.depthToSpace(noise, denoised.block()).mul(sigma));
        keep(clean, pixels.sub(taken).round().clip(0, 255), formats.get(from));
    }

    private void keep(NDArray exact, NDArray values, Format format) {
        real.add(exact);
        integers.add(values);
        formats.add(format);
    }

    private void lose(String place, NDArray exact, NDArray values, int exponent) {
        NDArray difference = values.mul(Math.scalb(1f, exponent)).sub(exact);
        losses.add(new LayerLoss(
                place,
                exponent,
                difference.square().mean().getFloat(),
                exact.square().mean().getFloat()));
    }
}
