package dev.steadfast.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.Denoiser;
import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.ModelBundle;
import java.util.Optional;

/**
 * The networks of a bundle on a device: denoiser, then classifier, with what its preprocessing does to pixel values between them.
 *
 * <p>Threading notes: {@link #logits} may run on several threads at once; {@link #close} may not run beside it.
 */
final class BaseClassifier implements AutoCloseable {
    private final NDManager manager;
    private final Network classifier;
    private final Optional<Network> denoiser;
    private final boolean takesSigma;
    private final ValueSteps values;
    private final Shape imageShape;
    private final Shape sigmaShape;
    private final Shape logitShape;

    private BaseClassifier(BundleManifest manifest, NDManager manager, Network classifier, Optional<Network> denoiser) {
        this.manager = manager;
        this.classifier = classifier;
        this.denoiser = denoiser;
        this.takesSigma = manifest.denoiser().map(Denoiser::takesSigma).orElse(false);
        this.values = new ValueSteps(manifest.preprocessing().values());
        InputShape input = manifest.input();
        this.imageShape = new Shape(manifest.batch(), input.channels(), input.height(), input.width());
        // Always one sigma a row, never one for the batch: images of different noise levels share a batch, and f stays
        // fixed.
        this.sigmaShape = new Shape(manifest.batch(), 1, 1, 1);
        this.logitShape = new Shape(manifest.batch(), manifest.classes().size());
    }

    /**
     * Loads the networks.
     *
     * @param integers what prepares those that are integer networks
     * @throws ModelException if PyTorch cannot load a file
     */
    static BaseClassifier load(ModelBundle bundle, ComputeDevice device, ModuleMethod integers) {
        Network classifier = Network.load(bundle.classifier(), device, integers);
        try {
            Optional<Network> denoiser = bundle.denoiser().map(file -> Network.load(file, device, integers));
            NDManager manager = PyTorchRuntime.engine().newBaseManager(device.djl());
            return new BaseClassifier(bundle.manifest(), manager, classifier, denoiser);
        } catch (RuntimeException e) {
            classifier.close();
            throw e;
        }
    }

    /**
     * One forward pass. Everything native that it makes is freed before it returns.
     *
     * @throws ModelException if a network fails, or returns anything else than the manifest says
     */
    Logits logits(ForwardBatch batch) {
        return logits(batch, values);
    }

    /**
     * The same, with something else done to pixel values.
     *
     * @throws ModelException as {@link #logits(ForwardBatch)}
     */
    Logits logits(ForwardBatch batch, ValueSteps steps) {
        try (NDManager call = manager.newSubManager()) {
            return classify(steps.apply(denoise(call, batch)));
        }
    }

    /**
     * One forward pass, and what the classifier saw in it.
     *
     * @throws ModelException as {@link #logits}
     */
    Seen see(ForwardBatch batch) {
        try (NDManager call = manager.newSubManager()) {
            NDArray images = denoise(call, batch);
            float[] pixels = images.toFloatArray(); // before the classifier, which may work in place
            return new Seen(pixels, classify(values.apply(images)));
        }
    }

    /**
     * What the classifier saw, and what it said.
     *
     * @param images the denoised images, or the noisy ones if there is no denoiser, before their values were changed for the classifier; flat,
     *     row after row, on the [0, 1] scale but not clipped
     */
    @SuppressWarnings("ArrayRecordComponent") // a view: never compared, never changed
    record Seen(float[] images, Logits logits) {}

    private Logits classify(NDArray images) {
        NDArray logits = classifier.forward(logitShape, images);
        return new Logits(logits.toFloatArray(), Math.toIntExact(logitShape.get(1)));
    }

    private NDArray denoise(NDManager call, ForwardBatch batch) {
        NDArray noisy = call.create(batch.images(), imageShape, DataType.FLOAT32);
        return denoiser.isPresent() ? denoise(denoiser.get(), noisy, batch) : noisy;
    }

    private NDArray denoise(Network network, NDArray noisy, ForwardBatch batch) {
        if (!takesSigma) {
            return network.forward(imageShape, noisy);
        }
        NDArray sigmas = noisy.getManager().create(batch.sigmas(), sigmaShape, DataType.FLOAT32);
        return network.forward(imageShape, noisy, sigmas);
    }

    /** Frees the weights. */
    @Override
    public void close() {
        denoiser.ifPresent(Network::close);
        classifier.close();
        manager.close();
    }
}
