package dev.steadfast.standalone.services;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.ModelSettings;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.intake.FrameIntake;
import dev.steadfast.streams.metrics.StreamsInstruments;
import dev.steadfast.streams.routing.QueueCheck;
import dev.steadfast.streams.routing.RoutesFile;
import dev.steadfast.streams.routing.RoutesWatch;
import dev.steadfast.streams.routing.Routing;
import dev.steadfast.streams.routing.RoutingSettings;
import dev.steadfast.streams.routing.ServedModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The bundles that the settings name: those of a file of routes, or one. */
final class ServedBundles {

    /** For votes that came in time and are still to be read. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private ServedBundles() {}

    /** The queues of their tasks. */
    static List<String> queues(Settings settings) {
        RoutingSettings routing = settings.bind(RoutingSettings.class);
        return routing.file().isBlank() ? List.of(TaskQueues.FIRST) : new RoutesFile(Path.of(routing.file())).queues();
    }

    /**
     * The routing as it will be whenever it is asked for: a file of routes is watched until the resources are closed.
     *
     * @param meters where it is told whether the file can be used
     */
    static Supplier<Routing> watched(Settings settings, Resources resources, Meters meters) {
        RoutingSettings routing = settings.bind(RoutingSettings.class);
        if (routing.file().isBlank()) {
            Routing one = Routing.to(new ServedModel(
                    BundleManifest.read(settings.bind(ModelSettings.class).bundle()), TaskQueues.FIRST));
            return () -> one;
        }
        CertificationSettings certification = settings.bind(CertificationSettings.class);
        // Another instance may route to a dropped bundle for as long as it takes to hear of it.
        Duration keeping = certification.deadline().plus(routing.settling()).plus(SLACK);
        QueueCheck queues = new QueueCheck(settings.kafka());
        RoutesWatch watch = resources.start(() -> RoutesWatch.start(routing, keeping, routes -> {
            FrameIntake.requireUsable(routes, certification);
            queues.require(routes);
        }));
        StreamsInstruments.watchRoutes(watch::upToDate, meters);
        return watch;
    }
}
