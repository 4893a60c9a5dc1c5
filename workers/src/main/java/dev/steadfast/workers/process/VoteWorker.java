package dev.steadfast.workers.process;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.management.Health;
import dev.steadfast.management.Meters;
import dev.steadfast.workers.WorkerGroup;
import dev.steadfast.workers.WorkerSettings;
import dev.steadfast.workers.queue.WorkerClients;
import dev.steadfast.workers.voting.Answers;
import dev.steadfast.workers.voting.Backoff;
import dev.steadfast.workers.voting.CertifiedInputs;
import dev.steadfast.workers.voting.Endurance;
import dev.steadfast.workers.voting.FailedTasks;
import dev.steadfast.workers.voting.MeasuredVoter;
import dev.steadfast.workers.voting.Pace;
import dev.steadfast.workers.voting.SliceVoting;
import dev.steadfast.workers.voting.TaskReader;
import dev.steadfast.workers.voting.Voter;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running worker. Any number of them, of one group and with one bundle, share the noise tasks; they may come and go.
 *
 * <p>Threading notes: a thread of its own does everything: polls, votes, publishes, acknowledges, and at the end closes the clients and
 * the voter. {@link #close} and the rest may be called from any thread, {@code close} from a shutdown hook too, even if the JVM's exit was
 * caused by {@link #stopped}.
 */
public final class VoteWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VoteWorker.class);

    /** The part of the lock's duration that a slice may take; the rest is for the brokers, and for a slice slower than the last or that fails. */
    private static final int SLICES_PER_LOCK = 3;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final WorkerSettings settings;
    private final Map<String, String> kafka;
    private final Voter voter;
    private final WorkerClients clients;
    private final WorkLoop loop;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private VoteWorker(WorkerSettings settings, Voter voter, WorkerClients clients, Map<String, String> kafka) {
        this.settings = settings;
        this.kafka = kafka;
        this.voter = voter;
        this.clients = clients;
        Duration slice = settings.lockDuration().dividedBy(SLICES_PER_LOCK);
        Duration longestPause = slice.compareTo(LONGEST_PAUSE) < 0 ? slice : LONGEST_PAUSE;
        Clock clock = Clock.systemUTC();
        this.loop = new WorkLoop(
                clients.queue(),
                new TaskReader(
                        clients.registry().serde(NoiseTask.class),
                        new CertifiedInputs(
                                clients.inputs()::read,
                                clients.registry().serde(AcceptedFrame.class),
                                settings.inputCacheBytes(),
                                slice.dividedBy(2),
                                System::nanoTime),
                        voter.bundleDigest(),
                        clock),
                new SliceVoting(
                        voter,
                        new Pace(slice, voter.batch()),
                        new FailedTasks(settings.deliveryLimit()),
                        clock,
                        System::nanoTime),
                new Answers(settings.id(), voter, clock),
                clients.outbox(),
                new Endurance(settings.failureLimit(), new Backoff(longestPause)),
                closing);
    }

    /**
     * Loads a bundle on the device that the settings name, and starts a worker with it. The bundle may be closed afterwards.
     *
     * @param kafka configuration of the Kafka and registry clients, with their own names
     * @param meters where it registers what it measures
     * @throws IllegalArgumentException if there is no such device or precision, or no registry's address
     * @throws dev.steadfast.models.ModelException if the bundle cannot be used
     * @throws org.apache.kafka.common.KafkaException if the clients' configuration cannot be used
     */
    public static VoteWorker start(
            WorkerSettings settings, ModelBundle bundle, Map<String, String> kafka, Meters meters) {
        return start(settings, Voter.open(bundle, settings.device(), settings.precision()), kafka, meters);
    }

    /**
     * Starts a worker; it joins its group in the background, as soon as brokers and topics are there.
     *
     * @param voter the worker's from now on: it is closed when the worker stops, or cannot start
     * @param kafka configuration of the Kafka and registry clients, with their own names
     * @param meters where it registers what it measures
     * @throws IllegalArgumentException if there is no registry's address
     * @throws org.apache.kafka.common.KafkaException if the clients' configuration cannot be used
     */
    public static VoteWorker start(WorkerSettings settings, Voter voter, Map<String, String> kafka, Meters meters) {
        try {
            WorkerClients clients = WorkerClients.open(settings, kafka);
            VoteWorker worker = new VoteWorker(settings, new MeasuredVoter(voter, meters), clients, kafka);
            WorkerInstruments.bind(worker, voter, clients, meters);
            new Thread(worker::run, "vote-worker-" + settings.id()).start();
            return worker;
        } catch (RuntimeException e) {
            voter.close();
            throw e;
        }
    }

    private void run() {
        log("Worker started");
        try (voter;
                clients) {
            loop.run(this::provision, () -> log("Worker ready"));
        } catch (Throwable e) { // an Error too: whoever waits for the worker must hear of it
            LOG.atError().setCause(e).addKeyValue("workerId", settings.id()).log("Worker gave up");
            stopped.completeExceptionally(e);
        }
        LOG.atInfo()
                .addKeyValue("workerId", settings.id())
                .addKeyValue("statistics", loop.statistics())
                .log("Worker stopped");
        stopped.complete(null);
    }

    private void log(String what) {
        LOG.atInfo()
                .addKeyValue("workerId", settings.id())
                .addKeyValue("group", settings.shareGroup())
                .addKeyValue("queue", settings.queue())
                .addKeyValue("bundle", voter.bundleName())
                .addKeyValue("digest", voter.bundleDigest())
                .addKeyValue("backend", voter.backend())
                .log(what);
    }

    private void provision() throws InterruptedException {
        if (settings.provisionGroup()) {
            try (Admin admin = Admin.create(new HashMap<String, Object>(kafka))) {
                new WorkerGroup(admin, settings).apply();
            }
        }
    }

    public String id() {
        return settings.id();
    }

    /** What it has done so far. */
    public WorkerStatistics statistics() {
        return loop.statistics();
    }

    /**
     * How it is. Ready: its model is loaded, it is a member of its group, and its last turn did not fail. It is not while brokers or registry are
     * away, and never again after it gave up.
     */
    public Health health() {
        if (stopped.isDone()) {
            return Health.dead("STOPPED");
        }
        WorkLoop.Condition condition = loop.condition();
        if (condition != WorkLoop.Condition.WORKING) {
            return Health.unready(condition.name());
        }
        return clients.queue().isMember() ? Health.ready(condition.name()) : Health.unready("NOT_IN_GROUP");
    }

    /** Completes when this worker has stopped: normally after {@link #close}, exceptionally when it gave up. */
    public CompletableFuture<Void> stopped() {
        return stopped.copy();
    }

    /**
     * Finishes the slice in hand, publishes and acknowledges it, gives back what was not begun, leaves the group, frees the model; waits
     * for all of that. No forward pass is under way afterwards, so the JVM may exit. Closing twice does nothing more.
     */
    @Override
    public void close() {
        closing.countDown();
        stopped.handle((done, failure) -> null).join();
    }
}
