package dev.steadfast.standalone;

import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.ModelSettings;
import dev.steadfast.settings.Settings;
import dev.steadfast.workers.VoteWorker;
import dev.steadfast.workers.WorkerSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs one worker. */
@Command(
        name = "worker",
        description =
                "Runs a worker: takes noise tasks from the queue and votes on them with the bundle's networks. Run as many"
                        + " as there are devices.",
        mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = options.load();
        try (Resources resources = Resources.closedOnShutdown()) {
            return Serving.untilStopped(start(settings, resources).stopped(), resources);
        }
    }

    /** Starts a worker with these settings. */
    static VoteWorker start(Settings settings, Resources resources) {
        try (ModelBundle bundle =
                ModelBundle.open(settings.bind(ModelSettings.class).bundle())) {
            return resources.add(VoteWorker.start(settings.bind(WorkerSettings.class), bundle, settings.kafka()));
        }
    }
}
