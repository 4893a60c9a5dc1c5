package dev.steadfast.quantisation;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.integers.IntegerNetwork;
import dev.steadfast.models.PyTorchRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes integer networks of the networks of a bundle, by calibration on images: the denoiser first, then the classifier on what the integer denoiser makes. */
public final class Quantiser {
    private Quantiser() {}

    /**
     * The networks of a bundle in integers.
     *
     * @param classifier of integers
     * @param denoiser of integers, if the bundle has one
     * @param losses of each operation, the denoiser's first
     */
    public record Quantised(IntegerNetwork classifier, Optional<IntegerNetwork> denoiser, List<LayerLoss> losses) {}

    /**
     * Calibrates.
     *
     * @param images training images of the bundle's input shape, {@code uint8}, channel-first
     * @throws IOException if a network's file cannot be read
     * @throws QuantisationException if a network has no integer form; what has none is named
     */
    public static Quantised quantise(ModelBundle bundle, List<byte[]> images) throws IOException {
        var manifest = bundle.manifest();
        NoisyImages noisy = NoisyImages.of(manifest.input(), images, manifest.sigma());
        try (NDManager manager = PyTorchRuntime.engine().newBaseManager(Device.cpu())) {
            if (bundle.denoiser().isEmpty()) {
                Calibration.Result classifier = calibrate(bundle.classifier(), noisy, bundle, manager);
                return new Quantised(classifier.network(), Optional.empty(), classifier.losses());
            }
            Calibration.Result denoiser = calibrate(bundle.denoiser().get(), noisy, bundle, manager);
            NoisyImages integers = noisy.denoised(denoiser.integers().toFloatArray());
            Calibration.Result classifier = calibrate(bundle.classifier(), integers, bundle, manager);
            List<LayerLoss> losses = new ArrayList<>(denoiser.losses());
            losses.addAll(classifier.losses());
            return new Quantised(classifier.network(), Optional.of(denoiser.network()), losses);
        }
    }

    /**
     * The denoiser of a bundle in integers, for a classifier that stays as it is.
     *
     * @param images training images of the bundle's input shape, {@code uint8}, channel-first
     * @throws IOException if the network's file cannot be read
     * @throws QuantisationException if the bundle has no denoiser, or that has no integer form; what has none is named
     */
    public static IntegerNetwork quantiseDenoiser(ModelBundle bundle, List<byte[]> images) throws IOException {
        var manifest = bundle.manifest();
        Path file = bundle.denoiser()
                .orElseThrow(
                        () -> new QuantisationException(
                                manifest.name()
                                        + " must have a denoiser if its classifier is to stay as it is, but has none: nothing is left to quantise"));
        NoisyImages noisy = NoisyImages.of(manifest.input(), images, manifest.sigma());
        try (NDManager manager = PyTorchRuntime.engine().newBaseManager(Device.cpu())) {
            return calibrate(file, noisy, bundle, manager).network();
        }
    }

    private static Calibration.Result calibrate(Path file, NoisyImages images, ModelBundle bundle, NDManager manager)
            throws IOException {
        return new Calibration(
                        RealNetworkReader.read(file), images, bundle.manifest().sigma(), manager)
                .run();
    }
}
