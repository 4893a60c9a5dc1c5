package dev.steadfast.standalone.doctor;

import dev.steadfast.bundles.BundleException;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.ModelSettings;
import dev.steadfast.models.ModelException;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.settings.Settings;
import dev.steadfast.workers.WorkerSettings;
import java.nio.file.Path;
import java.util.List;

/** Opens the bundle as a worker does: its files against their checksums, its networks on the known batches. */
final class BundleExamination implements Examination {

    private final Path bundle;
    private final String device;

    BundleExamination(Settings settings) {
        this.bundle = settings.bind(ModelSettings.class).bundle();
        this.device = settings.bind(WorkerSettings.class).device();
    }

    @Override
    public List<Finding> look() {
        try (ModelBundle opened = ModelBundle.open(bundle);
                NoisyVoter voter = NoisyVoter.fastest(opened, device)) {
            return List.of(Finding.ok(
                    "bundle",
                    "%s, digest %s, computes in %s on %s"
                            .formatted(
                                    opened.manifest().name(),
                                    opened.digest().substring(0, 12),
                                    voter.precision(),
                                    voter.backend())));
        } catch (BundleException e) {
            return List.of(Finding.problem(
                    "bundle",
                    String.valueOf(e.getMessage()),
                    "model.bundle names it; `steadfast bundle verify` says more."));
        } catch (ModelException e) {
            return List.of(Finding.problem(
                    "bundle",
                    String.valueOf(e.getMessage()),
                    "No worker here would serve it; `steadfast bundle verify` says more."));
        } catch (IllegalArgumentException e) {
            return List.of(
                    Finding.problem("bundle", String.valueOf(e.getMessage()), "worker.device names the device."));
        }
    }
}
