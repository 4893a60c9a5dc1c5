package dev.steadfast.models;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.integers.InterpretedVoter;
import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.noise.NoiseKey;
import java.util.Optional;

/**
 * The networks of a bundle on a device, which were shown to compute one fixed function there.
 *
 * @param manifest what the bundle says of them
 * @param model the networks
 * @param backend what fixes the function beyond the weights; see {@link NoisyVoter#backend()}
 */
record ProvenClassifier(BundleManifest manifest, BaseClassifier model, String backend) implements AutoCloseable {

    /**
     * Loads a bundle in its own precision.
     *
     * @throws ModelException if its networks cannot be used here
     */
    static ProvenClassifier of(ModelBundle bundle, ComputeDevice device) {
        Optional<IntegerProof> proof = proof(bundle);
        BaseClassifier model = proof.map(each -> each.fastest(bundle, device))
                .orElseGet(() -> BaseClassifier.load(
                        bundle, device, IntegerProof.kernels(device).get(0)));
        try {
            String fingerprint = new Probe(bundle.manifest(), model).run();
            // Once more: TorchScript has settled.
            proof.ifPresent(each -> each.require(model));
            String backend =
                    proof.isPresent() ? InterpretedVoter.BACKEND : describe(bundle.manifest(), device, fingerprint);
            return new ProvenClassifier(bundle.manifest(), model, backend);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** The backend of integer networks is their arithmetic alone: it does not tell networks of one digest apart, and votes of two would be pooled. */
    private static Optional<IntegerProof> proof(ModelBundle bundle) {
        if (!IntegerProof.isFor(bundle)) {
            return Optional.empty();
        }
        if (bundle.isOneOfSeveral()) {
            throw new ModelException(bundle.manifest().name() + ": networks of integers, precision "
                    + bundle.manifest().precision()
                    + ", must be a bundle of their own, without variants: they are the same on every machine");
        }
        return Optional.of(new IntegerProof(bundle));
    }

    private static String describe(BundleManifest manifest, ComputeDevice device, String fingerprint) {
        return "PyTorch " + PyTorchRuntime.engine().getVersion() + "; " + device.kind() + ", " + device.hardware()
                + "; " + manifest.precision() + "; batch " + manifest.batch() + "; probe " + fingerprint;
    }

    /** How long a pass takes, the least of a few. */
    long nanos() {
        int values = manifest.input().values();
        double sigma = manifest.sigma().max();
        ForwardBatch batch = new ForwardBatch(manifest.batch(), values);
        short[] noise = new short[values];
        for (int row = 0; row < manifest.batch(); row++) {
            GridNoise.of(sigma).stream(NoiseKey.of(new byte[NoiseKey.BYTES])).fill(row, noise);
            batch.add(new byte[values], noise, sigma);
        }
        return Fastest.nanos(() -> model.logits(batch));
    }

    @Override
    public void close() {
        model.close();
    }
}
