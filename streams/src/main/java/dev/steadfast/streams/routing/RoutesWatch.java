package dev.steadfast.streams.routing;

import com.google.common.util.concurrent.MoreExecutors;
import dev.steadfast.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routing that is in force, read again whenever the file or a manifest that it names changes. Routes that cannot be used leave those before
 * them in force, and the log says so once.
 *
 * <p>Threading notes: an own thread looks at the file; closing interrupts it and waits for it, some seconds at most. Any thread may ask.
 */
public final class RoutesWatch implements Supplier<Routing>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RoutesWatch.class);
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final RoutesFile file;
    private final Consumer<Routes> check;
    private final InstantSource clock;
    private final Rollout rollout;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(RoutesWatch::daemon);
    private volatile Routing routing;
    private volatile String trouble = "";
    private Routes read;

    RoutesWatch(
            RoutesFile file,
            Routes first,
            RoutingSettings settings,
            Duration keeping,
            Consumer<Routes> check,
            InstantSource clock) {
        this.file = file;
        this.check = check;
        this.clock = clock;
        this.rollout = new Rollout(first, settings.settling(), keeping);
        this.read = first;
        this.routing = rollout.at(clock.instant());
    }

    /**
     * Reads the routes, and begins to watch them.
     *
     * @param keeping how long a bundle that was dropped stays known: as long as its frames may be unanswered
     * @param check refuses, with an exception, routes that cannot be used here; asked of the first and of every change
     * @throws SettingsException if the file cannot be used, and whatever the check throws
     */
    public static RoutesWatch start(RoutingSettings settings, Duration keeping, Consumer<Routes> check) {
        RoutesFile file = new RoutesFile(Path.of(settings.file()));
        Routes first = file.read();
        check.accept(first);
        RoutesWatch watch = new RoutesWatch(file, first, settings, keeping, check, InstantSource.system());
        long pause = settings.refresh().toMillis();
        Future<?> ignored = watch.timer.scheduleWithFixedDelay(watch::look, pause, pause, TimeUnit.MILLISECONDS);
        return watch;
    }

    @Override
    public Routing get() {
        return routing;
    }

    /** Whether the file could be used when it was looked at last. */
    public boolean upToDate() {
        return trouble.isEmpty();
    }

    /** Looks at the file, and at the time. */
    void look() {
        try {
            Routes now = file.read();
            if (!now.equals(read)) {
                rollout.requireFreeQueues(now);
                check.accept(now);
                rollout.change(now, clock.instant());
                read = now;
                log("Routes changed", now);
            }
            trouble = "";
        } catch (SettingsException e) {
            warn(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) { // brokers that do not answer, a document without end: the watch goes on
            warn(e.toString());
        }
        boolean waited = rollout.waits();
        routing = rollout.at(clock.instant());
        if (waited && !rollout.waits()) {
            log("Routes are in force", routing.routes());
        }
    }

    private void log(String message, Routes routes) {
        LOG.atInfo()
                .addKeyValue("file", file.path())
                .addKeyValue(
                        "bundles",
                        routes.models().stream().map(ServedModel::name).toList())
                .addKeyValue("routes", routes.routes().size())
                .log(message);
    }

    private void warn(String reason) {
        if (!trouble.equals(reason)) {
            trouble = reason;
            LOG.atWarn()
                    .addKeyValue("file", file.path())
                    .addKeyValue("reason", reason)
                    .log("Routes cannot be used; those before stay in force");
        }
    }

    @Override
    public void close() {
        boolean ignored = MoreExecutors.shutdownAndAwaitTermination(timer, CLOSE);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "routes-watch");
        thread.setDaemon(true);
        return thread;
    }
}
