package dev.steadfast.models;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.GoldenLogits;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.integers.IntegerNetworkException;
import dev.steadfast.integers.InterpretedVoter;
import dev.steadfast.integers.KnownImages;
import dev.steadfast.smoothing.noise.GridNoise;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Shows that this machine computes what a bundle of integer networks is defined to compute: the engine's logits of known images are compared with those of the
 * manifest, which the interpreter computed when the bundle was made; where it has none, with the interpreter's of now. With that its backend is the arithmetic,
 * whatever the machine.
 */
final class IntegerProof {
    private final BundleManifest manifest;
    private final List<GoldenLogits> golden;

    /** @throws ModelException if there are no golden logits, and the interpreter cannot compute them */
    IntegerProof(ModelBundle bundle) {
        this.manifest = bundle.manifest();
        this.golden = manifest.goldenLogits().isEmpty() ? interpreted(bundle) : manifest.goldenLogits();
    }

    /**
     * {@return whether all networks of a bundle are integer networks, and nothing is done to pixels between them}
     *
     * @throws ModelException if they are not, and the manifest has golden logits, which only those can have
     */
    static boolean isFor(ModelBundle bundle) {
        boolean integers = bundle.manifest().preprocessing().leavesValues()
                && IntegerModules.isAt(bundle.classifier())
                && bundle.denoiser().map(IntegerModules::isAt).orElse(true);
        if (!integers && !bundle.manifest().goldenLogits().isEmpty()) {
            throw new ModelException(
                    bundle.manifest().name()
                            + " has goldenLogits, so that all its networks must be of integers, with nothing done to pixels in front of the classifier, but they are not: make the bundle again");
        }
        return integers;
    }

    /** {@return the kernels that there are for a device; int8 kernels are those of CPUs} */
    static List<ModuleMethod> kernels(ComputeDevice device) {
        return device.isCpu()
                ? List.of(ModuleMethod.PREPARE, ModuleMethod.PREPARE_FLOATS)
                : List.of(ModuleMethod.PREPARE_FLOATS);
    }

    /** {@return the networks of a bundle with the kernels that are fastest here, of those that prove themselves; all give the same logits} */
    BaseClassifier fastest(ModelBundle bundle, ComputeDevice device) {
        return new Fastest<ModuleMethod, BaseClassifier>(
                        "kernels",
                        IntegerProof::words,
                        1,
                        kernels -> BaseClassifier.load(bundle, device, kernels),
                        this::require,
                        model -> Fastest.nanos(() -> engine(model, 0, 1)),
                        BaseClassifier::close)
                .among(kernels(device));
    }

    private static String words(ModuleMethod kernels) {
        return kernels == ModuleMethod.PREPARE ? "int8" : "fp32 on whole numbers";
    }

    /** @throws ModelException if a logit differs; it shows both */
    void require(BaseClassifier model) {
        for (int first = 0; first < golden.size(); first += manifest.batch()) {
            int beyond = Math.min(golden.size(), first + manifest.batch());
            Logits logits = engine(model, first, beyond);
            for (int number = first; number < beyond; number++) {
                compare(
                        manifest.name(),
                        number,
                        logits.row(number - first),
                        golden.get(number).logits());
            }
        }
    }

    private static List<GoldenLogits> interpreted(ModelBundle bundle) {
        try {
            return InterpretedVoter.open(bundle).goldenLogits();
        } catch (IOException | IntegerNetworkException e) {
            throw new ModelException(bundle.manifest().name() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private Logits engine(BaseClassifier model, int first, int beyond) {
        ForwardBatch batch = new ForwardBatch(manifest.batch(), manifest.input().values());
        short[] noise = new short[manifest.input().values()];
        for (int number = first; number < beyond; number++) {
            double sigma = golden.get(number).sigma();
            GridNoise.of(sigma).stream(KnownImages.KEY).fill(number, noise);
            batch.add(KnownImages.image(manifest.input(), number), noise, sigma);
        }
        return model.logits(batch);
    }

    static void compare(String bundle, int number, float[] engine, List<Integer> defined) {
        for (int i = 0; i < engine.length; i++) {
            if (engine[i] != defined.get(i)) {
                throw new ModelException(bundle
                        + " is a bundle of integer networks, whose logits must be the same on every machine: those of"
                        + " known image " + number + " are " + defined + ", but " + PyTorchRuntime.ENGINE + " computes "
                        + Arrays.toString(engine) + " here");
            }
        }
    }
}
