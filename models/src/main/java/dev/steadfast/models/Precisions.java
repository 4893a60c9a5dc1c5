package dev.steadfast.models;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.ModelBundle;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which of the precisions that a bundle offers is fastest on a device, and whether one that it does not offer would be. */
final class Precisions {
    private static final Logger LOG = LoggerFactory.getLogger(Precisions.class);

    /**
     * How many times as fast another precision than the bundle's own must be. Below, workers of one kind of machine might differ in what they choose, from one start to the
     * next, and their votes are not pooled.
     */
    private static final double ADVANTAGE = 1.25;

    private static final String BF16 = "bf16";

    private Precisions() {}

    /**
     * Loads a bundle in the precision that is fastest here, of those that it offers. Where it offers but one, bf16, and fp32 is faster here, that is said in the log.
     *
     * @throws ModelException if no precision can be used
     */
    static ProvenClassifier fastest(ModelBundle bundle, ComputeDevice device) {
        List<ModelBundle> offered = bundle.offered();
        if (offered.size() == 1) {
            warnOfEmulation(bundle.manifest(), device);
            return ProvenClassifier.of(bundle, device);
        }
        return new Fastest<ModelBundle, ProvenClassifier>(
                        "precision",
                        each -> each.manifest().precision(),
                        ADVANTAGE,
                        each -> ProvenClassifier.of(each, device),
                        proven -> {}, // when it was loaded
                        ProvenClassifier::nanos,
                        ProvenClassifier::close)
                .among(offered);
    }

    private static void warnOfEmulation(BundleManifest manifest, ComputeDevice device) {
        if (!manifest.precision().endsWith(BF16) || !device.isCpu()) {
            return;
        }
        double factor = Convolutions.bf16OverFp32();
        if (factor > 1) {
            LOG.atWarn()
                    .addKeyValue("bundle", manifest.name() + " " + manifest.version())
                    .addKeyValue("timesAsSlow", String.format(Locale.ROOT, "%.1f", factor))
                    .log(
                            "bf16 is slower than fp32 on this processor, which has no instructions for it, and the bundle offers nothing else:"
                                    + " give it an fp32 variant (bundle create --variant), or make it one of integers (quantise)");
        }
    }
}
