package dev.steadfast.standalone.services;

import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.ModelSettings;
import dev.steadfast.management.ManagementServer;
import dev.steadfast.management.Meters;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.workers.VoteWorker;
import dev.steadfast.workers.Voter;
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
public final class WorkerCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = options.load();
        WorkerSettings own = settings.bind(WorkerSettings.class);
        return Resources.closedAtTheEndOf(resources -> {
            Meters meters = resources.start(Meters::new);
            ManagementServer management = resources.start(
                    () -> ManagementServer.start("worker", own.managementHost(), own.managementPort(), meters));
            VoteWorker worker = start(settings, resources, meters);
            management.watch(worker::health);
            return Serving.untilStopped(worker.stopped(), resources);
        });
    }

    /**
     * Starts a worker with these settings.
     *
     * @param meters where it registers what it measures
     * @throws CommandException if its device is not there
     */
    public static VoteWorker start(Settings settings, Resources resources, Meters meters) {
        WorkerSettings own = settings.bind(WorkerSettings.class);
        ModelSettings model = settings.bind(ModelSettings.class);
        return resources.start(() -> {
            try (ModelBundle bundle = ModelBundle.open(model.bundle())) {
                return VoteWorker.start(own, voter(bundle, own.device()), settings.kafka(), meters);
            }
        });
    }

    private static Voter voter(ModelBundle bundle, String device) {
        try {
            return Voter.open(bundle, device);
        } catch (IllegalArgumentException e) {
            throw new CommandException("worker.device: " + e.getMessage(), e);
        }
    }
}
