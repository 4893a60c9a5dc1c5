package dev.steadfast.standalone.services;

import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.ModelSettings;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.schemas.Topics;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.workers.WorkerSettings;
import dev.steadfast.workers.process.VoteWorker;
import dev.steadfast.workers.voting.Voter;
import java.util.List;
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
        return Serving.managed("worker", own.managementHost(), own.managementPort(), (resources, meters) -> {
            Voter voter = voter(settings);
            AwaitedTopics.await(settings.kafka(), List.of(TaskQueues.topic(own.queue()), Topics.VOTES));
            VoteWorker worker = start(voter, settings, resources, meters);
            return new Serving.Running(worker::health, worker.stopped());
        });
    }

    /**
     * Starts a worker with these settings.
     *
     * @param meters where it registers what it measures
     * @throws CommandException if its device is not there
     */
    public static VoteWorker start(Settings settings, Resources resources, Meters meters) {
        return start(voter(settings), settings, resources, meters);
    }

    private static VoteWorker start(Voter voter, Settings settings, Resources resources, Meters meters) {
        return resources.start(
                () -> VoteWorker.start(settings.bind(WorkerSettings.class), voter, settings.kafka(), meters));
    }

    private static Voter voter(Settings settings) {
        WorkerSettings own = settings.bind(WorkerSettings.class);
        try (ModelBundle bundle =
                ModelBundle.open(settings.bind(ModelSettings.class).bundle())) {
            return Voter.open(bundle, own.device(), own.precision());
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String setting = message.startsWith("precision") ? "worker.precision: " : "worker.device: ";
            throw new CommandException(setting + message, e);
        }
    }
}
