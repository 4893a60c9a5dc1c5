package dev.steadfast.chaos;

import dev.steadfast.chaos.evidence.Evidence;
import dev.steadfast.chaos.evidence.Predicted;
import dev.steadfast.chaos.evidence.TopicDump;
import dev.steadfast.chaos.invariants.Invariants;
import dev.steadfast.chaos.invariants.Rule;
import dev.steadfast.chaos.invariants.Violation;
import dev.steadfast.chaos.load.AnswerTail;
import dev.steadfast.chaos.load.FrameLoad;
import dev.steadfast.chaos.load.SentFrames;
import dev.steadfast.chaos.processes.Fleet;
import dev.steadfast.chaos.processes.ReadinessProbe;
import dev.steadfast.chaos.report.ChaosReport;
import dev.steadfast.chaos.report.Recovery;
import dev.steadfast.chaos.schedule.Fault;
import dev.steadfast.chaos.schedule.Part.Role;
import dev.steadfast.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * One run: a system is started, frames are published, faults come and go, and when all is well again and everything has been answered what the topics hold is
 * checked.
 */
public final class ChaosRun implements AutoCloseable {

    /** How long frames may take to be answered once all is well: their deadline, and until lost answers are replaced. */
    private static final Duration SETTLING = Duration.ofMinutes(6);

    /** Longer than a gateway tries to write a frame (gateway.publish-timeout). */
    private static final Duration LATE_FRAMES = Duration.ofSeconds(15);

    /** Until the brokers have ended what somebody left open. */
    private static final Duration TRANSACTIONS_END = Duration.ofMinutes(2);

    private static final Duration FAULTS_END = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final String REPLAYED_SAMPLES = "20";

    private final ChaosPlan plan;
    private final Consumer<String> progress;
    private final Fleet fleet;
    private final List<Violation> violations = new ArrayList<>();
    private final Map<Fault, Instant> began = Collections.synchronizedMap(new LinkedHashMap<>());

    /**
     * Lays the system out; nothing is started yet.
     *
     * @param progress is told, in words, how far it is
     * @throws IOException if no ports are to be had, or the folder cannot be written
     */
    public ChaosRun(ChaosPlan plan, Consumer<String> progress) throws IOException {
        this.plan = plan;
        this.progress = progress;
        this.fleet = new Fleet(plan.folder(), plan.roster(), plan.orders());
    }

    /** Runs it, to the end. */
    public ChaosReport run() throws Exception {
        fleet.start();
        progress.accept("all is ready");
        SentFrames frames = new SentFrames();
        Map<String, Instant> predicted;
        long asked;
        try (AnswerTail answers = new AnswerTail(fleet.kafka());
                ReadinessProbe readiness = new ReadinessProbe(fleet)) {
            FrameLoad load = FrameLoad.start(
                    frames,
                    plan.seed(),
                    plan.framesPerSecond(),
                    plan.cameras(),
                    plan.images(),
                    fleet.kafka(),
                    plan.roster().parts(Role.GATEWAY).stream().map(fleet::api).toList());
            try {
                disturb();
            } finally {
                load.close();
            }
            progress.accept("no more faults, no more frames");
            TopicDump topics = new TopicDump(fleet.kafka());
            awaitNoMoreFrames(topics);
            Set<String> there = topics.frameIds();
            settle(() -> answers.hasAll(there), SETTLING);
            predicted = answers.predicted();
            asked = readiness.asked();
            readiness.late().forEach(late -> violations.add(new Violation(Rule.READINESS_AT_ONCE, late)));
        }
        return examine(frames, predicted, asked);
    }

    private void disturb() throws InterruptedException {
        FaultHand hand = new FaultHand(fleet, plan.seed());
        ExecutorService threads = Executors.newCachedThreadPool();
        Instant beginning = Instant.now();
        for (Fault fault : plan.schedule().faults()) {
            sleepUntil(beginning.plus(fault.at()));
            progress.accept(fault.toString());
            began.put(fault, Instant.now());
            threads.execute(() -> {
                try {
                    hand.strike(fault);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        sleepUntil(beginning.plus(plan.length()));
        threads.shutdown();
        if (!threads.awaitTermination(FAULTS_END.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("a fault did not end");
        }
    }

    private static void sleepUntil(Instant time) throws InterruptedException {
        Thread.sleep(Math.max(0, Duration.between(Instant.now(), time).toMillis()));
    }

    private ChaosReport examine(SentFrames frames, Map<String, Instant> predicted, long asked) throws Exception {
        TopicDump topics = new TopicDump(fleet.kafka());
        List<String> open = topics.heldUp();
        long end = System.nanoTime() + TRANSACTIONS_END.toNanos();
        while (!open.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(POLL.toMillis());
            open = topics.heldUp();
        }
        open.forEach(partition -> violations.add(new Violation(Rule.NOTHING_OPEN, partition)));
        Evidence evidence = Evidence.read(topics);
        Set<String> acknowledged = frames.acknowledged();
        violations.addAll(Invariants.violations(evidence, acknowledged));
        progress.accept("all records are checked");
        int replayed = replay(evidence);
        fleet.ends().forEach(how -> violations.add(new Violation(Rule.NONE_ENDED, how)));
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("frames sent", (long) frames.all().size());
        counts.put("acknowledged", (long) acknowledged.size());
        counts.put("records in frames", (long) evidence.frames().size());
        counts.put("predictions", (long) evidence.predictions().size());
        counts.put(
                "of them by all votes of their plans",
                evidence.predictions().stream()
                        .map(Predicted::prediction)
                        .filter(one -> one.getSamplesUsed() == one.getSelectionSamples() + one.getEstimationSamples())
                        .count());
        counts.put("rejections", (long) evidence.rejections().size());
        counts.put("tasks", (long) evidence.tasks().size());
        counts.put("votes on tasks, copies among them", (long) evidence.votes().size());
        counts.put("replays", (long) replayed);
        counts.put("answers to whether somebody is ready", asked);
        return new ChaosReport(plan.seed(), Recovery.measure(began, frames.all(), predicted), counts, violations);
    }

    private int replay(Evidence evidence) throws Exception {
        List<Predicted> complete = new ArrayList<>(evidence.predictions().stream()
                .filter(one -> one.prediction().getSamplesUsed() > 0)
                .toList());
        Collections.shuffle(complete, new Random(plan.seed()));
        List<Predicted> chosen = complete.subList(0, Math.min(plan.replays(), complete.size()));
        for (Predicted one : chosen) {
            String id = one.prediction().getFrameId();
            Fleet.Ended replay =
                    fleet.run(List.of("replay", id, "--exact", "--samples", REPLAYED_SAMPLES), "replay-" + id);
            if (replay.status() != 0) {
                violations.add(new Violation(
                        Rule.REPLAYED, "%s, of frame %s: %s".formatted(one.place(), id, replay.output())));
            }
        }
        return chosen.size();
    }

    /** A gateway may still write what it has given its client no acknowledgement for. */
    private static void awaitNoMoreFrames(TopicDump topics) throws Exception {
        long end = System.nanoTime() + SETTLING.toNanos();
        Map<TopicPartition, Long> ends = topics.ends(Topics.FRAMES);
        long since = System.nanoTime();
        while (System.nanoTime() - since < LATE_FRAMES.toNanos() && System.nanoTime() < end) {
            Thread.sleep(POLL.toMillis());
            Map<TopicPartition, Long> now = topics.ends(Topics.FRAMES);
            since = now.equals(ends) ? since : System.nanoTime();
            ends = now;
        }
    }

    /** Something that may have come about. */
    private interface Condition {
        boolean holds();
    }

    private static void settle(Condition condition, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.holds() && System.nanoTime() < end) {
            Thread.sleep(POLL.toMillis());
        }
    }

    /** Ends all processes, however far it is. */
    @Override
    public void close() throws IOException {
        fleet.close();
    }
}
