package dev.steadfast.standalone.services;

import dev.steadfast.management.Meters;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.streams.CertificationStreams;
import dev.steadfast.streams.Deployment;
import dev.steadfast.streams.StreamsSettings;
import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.intake.IntakeSettings;
import dev.steadfast.streams.statistics.StatisticsSettings;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs one instance of the topology. */
@Command(
        name = "streams",
        description =
                "Runs an instance of the topology: takes frames in, hands out noise tasks, turns votes into predictions.",
        mixinStandardHelpOptions = true)
public final class StreamsCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = options.load();
        StreamsSettings own = settings.bind(StreamsSettings.class);
        return Serving.managed("streams", own.managementHost(), own.managementPort(), (resources, meters) -> {
            Deployment deployment = deployment(settings, resources, meters);
            AwaitedTopics.await(settings.kafka(), CertificationStreams.SOURCES);
            CertificationStreams streams = start(deployment, settings, resources, meters);
            return new Serving.Running(streams::health, streams.stopped());
        });
    }

    /**
     * Starts an instance with these settings.
     *
     * @param meters where it registers what it measures
     * @throws CommandException if it cannot have a temporary folder
     */
    public static CertificationStreams start(Settings settings, Resources resources, Meters meters) {
        return start(deployment(settings, resources, meters), settings, resources, meters);
    }

    private static Deployment deployment(Settings settings, Resources resources, Meters meters) {
        return new Deployment(
                ServedBundles.watched(settings, resources, meters),
                settings.bind(IntakeSettings.class),
                settings.bind(CertificationSettings.class),
                settings.bind(StatisticsSettings.class));
    }

    private static CertificationStreams start(
            Deployment deployment, Settings settings, Resources resources, Meters meters) {
        StreamsSettings own = settings.bind(StreamsSettings.class);
        try {
            return resources.start(() -> CertificationStreams.start(deployment, own, settings.kafka(), meters));
        } catch (UncheckedIOException e) {
            throw new CommandException("%s: %s".formatted(e.getMessage(), e.getCause()), e);
        }
    }
}
