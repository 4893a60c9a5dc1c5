package dev.steadfast.streams.admission;

import dev.steadfast.streams.admission.Orders.Sending;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which frames' tasks are sent to the workers next. No more is under way than the workers do in a short time, so that what is sent is voted on
 * in time, and what cannot be is not begun: a frame is given up before any of its tasks is sent, never in the middle.
 *
 * <p>Cameras take turns, by the number of their tasks; a frame with many tasks sends them between those of others. Within a camera the oldest
 * frame is first, until one has waited for some seconds: then the newest is, since cameras do not wait.
 *
 * <p>How fast the workers are is measured by the votes, while more is wanted than may be sent; without votes nothing is known, and nothing is
 * given up.
 *
 * <p>A camera may have a budget of samples. While it is spent, none of its frames begins; those that would have to wait for longer than they may are
 * given up for that.
 *
 * <p>One for all threads of an instance, which share its workers' time: thread-safe.
 */
public final class Admission {

    private final Supplier<Duration> queueTime;
    private final Budgets budgets;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<String, Map<String, Candidate>> candidates = new HashMap<>();
    private final Set<String> owners = new HashSet<>();
    private final Map<String, Orders> orders = new HashMap<>();

    /**
     * Nothing is under way.
     *
     * @param partitions over which the frames of all instances are spread, at least 1: of a camera's budget an instance has a part like its part of them
     * @param queueTime how much work may be under way at the moment, in the time that it takes the workers
     */
    public Admission(int partitions, Supplier<Duration> queueTime) {
        this.budgets = new Budgets(partitions);
        this.queueTime = queueTime;
    }

    /** A frame wants its tasks to be sent; or, known already, wants so many from now on, beside those that were. */
    public synchronized void apply(Applicant applicant, Instant now) {
        Lane lane = lanes.computeIfAbsent(applicant.queue(), queue -> new Lane(queueTime));
        own(applicant.owner(), now);
        Map<String, Candidate> own = candidates.computeIfAbsent(applicant.owner(), owner -> new HashMap<>());
        Optional<TokenBucket> bucket = budgets.bucket(applicant.camera(), applicant.budget(), now);
        Candidate known = own.get(applicant.id());
        if (known != null) {
            known.line.want(known, Math.max(0, applicant.tasks() - known.ordered));
        } else {
            Candidate candidate = new Candidate(applicant, lane, bucket, now);
            bucket.ifPresent(TokenBucket::hold);
            own.put(applicant.id(), candidate);
            lane.add(candidate);
        }
        schedule(lane, now);
    }

    /** A task's votes were counted. */
    public synchronized void counted(String owner, String id, Instant now) {
        Candidate candidate = candidates.getOrDefault(owner, Map.of()).get(id);
        if (candidate != null) {
            candidate.lane.counted(candidate, now);
            schedule(candidate.lane, now);
        }
    }

    /** A frame has its answer, and wants nothing more. */
    public synchronized void ended(String owner, String id, Instant now) {
        Candidate candidate = candidates.getOrDefault(owner, Map.of()).get(id);
        if (candidate != null) {
            remove(candidate);
            schedule(candidate.lane, now);
        }
    }

    /** What an owner is to do, of which it is told once. */
    public synchronized Orders collect(String owner, Instant now) {
        lanes.values().forEach(lane -> schedule(lane, now));
        Orders told = orders.remove(owner);
        if (told == null) {
            return Orders.none();
        }
        Map<String, Candidate> own = candidates.getOrDefault(owner, Map.of());
        for (Sending sending : told.sendings()) {
            Candidate candidate = own.get(sending.id());
            if (candidate != null) {
                candidate.ordered -= sending.tasks();
            }
        }
        return told;
    }

    /** An owner is here from now on: with its partition this instance has more of each camera's budget. */
    public synchronized void own(String owner, Instant now) {
        if (owners.add(owner)) {
            budgets.own(owners.size(), now);
        }
    }

    /** An owner is gone, with its frames: to be called before it comes back with what it has then. */
    public synchronized void forget(String owner, Instant now) {
        orders.remove(owner);
        Map.copyOf(candidates.getOrDefault(owner, Map.of())).values().forEach(this::remove);
        candidates.remove(owner);
        if (owners.remove(owner)) {
            budgets.own(owners.size(), now);
        }
    }

    /**
     * What there is too little of for a further frame of a camera to be taken: so many of it wait that it would most likely be given up. Empty if it is to
     * be taken.
     */
    public synchronized Optional<Shortage> refusal(String queue, String camera, Instant now) {
        return Optional.ofNullable(lanes.get(queue)).flatMap(lane -> lane.refusal(camera, now));
    }

    /** What a frame of a camera lacked that had to wait for longer than it may; empty if that is not known. */
    public synchronized Optional<Shortage> shortage(String queue, String camera, Instant now) {
        return Optional.ofNullable(lanes.get(queue)).flatMap(lane -> lane.shortage(camera, now));
    }

    /** Whether workers of a queue could do more than is wanted of them. */
    public synchronized boolean idle(String queue) {
        Lane lane = lanes.get(queue);
        return lane == null || lane.idle();
    }

    /**
     * Which step of a ladder of plans a further frame of a camera is to take: 0 for none, more where too few of its frames begin.
     *
     * @param steps how many there are
     */
    public synchronized int step(String queue, String camera, int steps, Instant now) {
        Lane lane = lanes.get(queue);
        return lane == null ? 0 : lane.step(camera, steps, now);
    }

    /**
     * What is known of a queue.
     *
     * @param underWay tasks that were sent, and whose votes were not counted
     * @param waiting frames of which no task was sent
     * @param tasks that are to be sent, of these and of those that have begun; without those that budgets hold back
     * @param tasksPerSecond that the workers do; 0 if that is not known
     * @param pressed whether more is wanted than they do in time
     */
    public record State(int underWay, int waiting, long tasks, double tasksPerSecond, boolean pressed) {}

    /** What is known of each queue. */
    public synchronized Map<String, State> states(Instant now) {
        Map<String, State> states = new HashMap<>();
        lanes.forEach((queue, lane) -> states.put(
                queue,
                new State(lane.underWay(), lane.waiting(), lane.tasks(now), lane.perSecond(now), lane.pressed(now))));
        return states;
    }

    private void schedule(Lane lane, Instant now) {
        lane.schedule(
                now,
                (candidate, tasks) -> {
                    candidate.ordered += tasks;
                    ordersOf(candidate).sendings().add(new Sending(candidate.id, tasks));
                },
                (candidate, shortage) -> {
                    remove(candidate);
                    ordersOf(candidate).givenUp().add(new Orders.GivenUp(candidate.id, shortage));
                });
        budgets.forgetFullOnes(now);
    }

    private Orders ordersOf(Candidate candidate) {
        return orders.computeIfAbsent(candidate.owner, owner -> Orders.none());
    }

    private void remove(Candidate candidate) {
        candidate.lane.remove(candidate);
        candidate.bucket.ifPresent(TokenBucket::release);
        candidates.getOrDefault(candidate.owner, new HashMap<>()).remove(candidate.id);
    }
}
