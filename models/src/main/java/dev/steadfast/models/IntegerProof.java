package dev.steadfast.models;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.integers.IntegerNetworkException;
import dev.steadfast.integers.InterpretedVoter;
import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.noise.NoiseKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Shows that this machine computes what a bundle of integer networks is defined to compute: the engine's logits of noisy images are compared with the
 * interpreter's. With that its backend is the arithmetic, whatever the machine.
 */
final class IntegerProof {
    private static final NoiseKey KEY = NoiseKey.of(new byte[NoiseKey.BYTES]);

    private final ModelBundle bundle;
    private final BaseClassifier model;

    IntegerProof(ModelBundle bundle, BaseClassifier model) {
        this.bundle = bundle;
        this.model = model;
    }

    /** {@return whether all networks of a bundle are integer networks} */
    static boolean isFor(ModelBundle bundle) {
        return IntegerModules.isAt(bundle.classifier())
                && bundle.denoiser().map(IntegerModules::isAt).orElse(true);
    }

    /**
     * Compares an image under the bundle's least noise, and one under its most.
     *
     * @throws ModelException if they differ; it shows both
     */
    void require() {
        BundleManifest manifest = bundle.manifest();
        try {
            InterpretedVoter interpreter = InterpretedVoter.open(bundle);
            ForwardBatch batch =
                    new ForwardBatch(manifest.batch(), manifest.input().values());
            double[] sigmas = {manifest.sigma().min(), manifest.sigma().max()};
            int rows = Math.min(sigmas.length, manifest.batch());
            for (int row = 0; row < rows; row++) {
                short[] noise = new short[manifest.input().values()];
                GridNoise.of(sigmas[row]).stream(KEY).fill(row, noise);
                batch.add(image(row), noise, sigmas[row]);
            }
            Logits logits = model.logits(batch);
            for (int row = 0; row < rows; row++) {
                compare(manifest.name(), logits.row(row), interpreter.logits(image(row), sigmas[row], KEY, row));
            }
        } catch (IOException | IntegerNetworkException e) {
            throw new ModelException(manifest.name() + " cannot be used: " + e.getMessage(), e);
        }
    }

    static void compare(String bundle, float[] engine, int[] defined) {
        for (int i = 0; i < defined.length; i++) {
            if (engine[i] != defined[i]) {
                throw new ModelException(bundle
                        + " is a bundle of integer networks, whose logits must be the same on every machine: they are "
                        + Arrays.toString(defined) + " for a known image, but " + PyTorchRuntime.ENGINE
                        + " computes " + Arrays.toString(engine) + " here");
            }
        }
    }

    private byte[] image(int row) {
        byte[] image = new byte[bundle.manifest().input().values()];
        new SplittableRandom(row).nextBytes(image);
        return image;
    }
}
