package dev.steadfast.streams.routing;

import dev.steadfast.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routing that is in force, read again whenever the file or a manifest that it names changes. Routes that cannot be used leave those before
 * them in force, and the log says so once.
 *
 * <p>Threading notes: an own thread looks at the file; closing interrupts it and waits for it. Any thread may ask.
 */
public final class RoutesWatch implements Supplier<Routing>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RoutesWatch.class);

    private final RoutesFile file;
    private final Duration refresh;
    private final Consumer<Routes> check;
    private final InstantSource clock;
    private final Rollout rollout;
    private final Thread thread = new Thread(this::watch, "routes-watch");
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
        this.refresh = settings.refresh();
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
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    @Override
    public Routing get() {
        return routing;
    }

    /** Whether the file could be used when it was looked at last. */
    public boolean upToDate() {
        return trouble.isEmpty() && thread.getState() != Thread.State.TERMINATED;
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(refresh.toMillis());
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
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
        } catch (RuntimeException
                | StackOverflowError
                        e) { // brokers that do not say whether its queues are there; a document without end
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
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
