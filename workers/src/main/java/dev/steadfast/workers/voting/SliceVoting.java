package dev.steadfast.workers.voting;

import dev.steadfast.models.SampleView;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.workers.WorkerStoppedException;
import dev.steadfast.workers.queue.Delivery;
import dev.steadfast.workers.voting.Outcome.Postponed;
import dev.steadfast.workers.voting.Outcome.Voted;
import dev.steadfast.workers.voting.Reading.Votable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Votes on as many samples as there is time for: the next slice of the tasks in hand, of several frames if need be, in one call of
 * the voter. A task may be cut where the slice ends; its votes so far are kept until it comes back with the next poll. That is sound
 * because any split of a run of samples gets the votes of the whole.
 *
 * <p>Of a task with a replay order some samples are shown as well, once all have been voted on; that is a call of its own.
 *
 * <p>A call that fails is repeated with one task at a time, so that a bad task fails nobody but itself. All calls for a slice share its time:
 * once that is over, the rest is postponed, but for one task if there is nothing to show yet, so that each slice gets somewhere.
 */
public final class SliceVoting {

    private static final Logger LOG = LoggerFactory.getLogger(SliceVoting.class);

    private record Part(Votable votable, VoteRequest request) {}

    private final Voter voter;
    private final Pace pace;
    private final FailedTasks failedTasks;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<Delivery.Position, Ballot> begun = new HashMap<>();

    /**
     * @param clock what time it is, for the votes
     * @param nanoTime as {@link System#nanoTime()}: how long it takes
     */
    public SliceVoting(Voter voter, Pace pace, FailedTasks failedTasks, Clock clock, LongSupplier nanoTime) {
        this.voter = voter;
        this.pace = pace;
        this.failedTasks = failedTasks;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Votes on the next slice.
     *
     * @param votables all tasks in hand, those that were postponed by the last call among them
     * @return an outcome for each
     * @throws WorkerStoppedException if the voter cannot vote any more
     */
    public List<Outcome> vote(List<Votable> votables) {
        long start = nanoTime.getAsLong();
        begun.keySet()
                .retainAll(votables.stream()
                        .map(votable -> votable.delivery().position())
                        .collect(Collectors.toSet()));
        List<Part> slice = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        long room = pace.samples();
        for (Votable votable : votables) {
            if (room == 0) {
                outcomes.add(new Postponed(votable.delivery()));
            } else {
                Part part = part(votable, room);
                slice.add(part);
                room = Math.max(0, room - part.request().samples() - viewing(votable));
            }
        }
        outcomes.addAll(votedOn(slice, start));
        return outcomes;
    }

    private List<Outcome> votedOn(List<Part> slice, long start) {
        Map<Boolean, List<Part>> bySuspicion = slice.stream().collect(Collectors.partitioningBy(this::isSuspected));
        List<Part> suspects = bySuspicion.getOrDefault(true, List.of());
        List<Part> others = bySuspicion.getOrDefault(false, List.of());
        if (others.isEmpty()) {
            return oneAtATime(suspects, start, true);
        }
        // Whichever has the oldest task goes first, or a suspect might be postponed for ever where there is never time
        // left.
        if (isSuspected(slice.get(0))) {
            List<Outcome> outcomes = new ArrayList<>(oneAtATime(suspects, start, true));
            outcomes.addAll(isOver(start) ? postponed(others) : cast(others, start, false));
            return outcomes;
        }
        List<Outcome> outcomes = new ArrayList<>(cast(others, start, true));
        outcomes.addAll(oneAtATime(suspects, start, false));
        return outcomes;
    }

    private boolean isSuspected(Part part) {
        return failedTasks.include(part.votable().delivery());
    }

    private boolean isOver(long start) {
        return pace.isOver(nanoTime.getAsLong() - start);
    }

    /** As much of the rest of a task as there is room for. */
    private Part part(Votable votable, long room) {
        VoteRequest whole = votable.request();
        Ballot ballot = begun.get(votable.delivery().position());
        int done = ballot == null ? 0 : ballot.counts().samples();
        int samples = (int) Math.min(whole.samples() - done, room);
        return new Part(
                votable,
                new VoteRequest(whole.image(), whole.sigma(), whole.key(), whole.firstSample() + done, samples));
    }

    /** What showing some samples costs: a pass or so more. */
    private int viewing(Votable votable) {
        return Illustrations.of(votable.task(), votable.request())
                .map(VoteRequest::samples)
                .map(samples -> Math.max(samples, voter.batch()))
                .orElse(0);
    }

    /**
     * Casts the votes in one call, or one task at a time if that fails.
     *
     * @param start when the slice began
     * @param first whether nothing else of the slice has been voted on
     */
    private List<Outcome> cast(List<Part> slice, long start, boolean first) {
        Instant startedAt = clock.instant();
        long callStart = nanoTime.getAsLong();
        List<VoteCounts> counts;
        try {
            counts = voter.vote(slice.stream().map(Part::request).toList());
        } catch (RuntimeException e) {
            boolean severalInDoubt = slice.size() > 1 && Trouble.ofVoter(e) != Trouble.FATAL;
            return severalInDoubt
                    ? oneAtATime(slice, start, first)
                    : List.of(failed(slice.get(0).votable(), e));
        }
        long nanos = nanoTime.getAsLong() - callStart;
        pace.measured(slice.stream().mapToLong(part -> part.request().samples()).sum(), nanos);
        List<Outcome> outcomes = new ArrayList<>(slice.size());
        for (int i = 0; i < slice.size(); i++) {
            outcomes.add(add(slice.get(i).votable(), new Ballot(counts.get(i), startedAt, Duration.ofNanos(nanos))));
        }
        return outcomes;
    }

    private Outcome add(Votable votable, Ballot more) {
        Delivery.Position position = votable.delivery().position();
        Ballot ballot = begun.containsKey(position) ? begun.get(position).plus(more) : more;
        if (ballot.counts().samples() < votable.request().samples()) {
            begun.put(position, ballot);
            return new Postponed(votable.delivery());
        }
        List<SampleView> views;
        try {
            views = Illustrations.of(votable.task(), votable.request())
                    .map(voter::view)
                    .orElse(List.of());
        } catch (RuntimeException e) {
            return failed(votable, e);
        }
        begun.remove(position);
        failedTasks.forget(votable.delivery());
        return new Voted(votable.delivery(), votable.task(), ballot, views);
    }

    private Outcome failed(Votable votable, RuntimeException failure) {
        Trouble trouble = Trouble.ofVoter(failure);
        if (trouble == Trouble.FATAL) {
            throw new WorkerStoppedException("the voter cannot vote any more: " + failure.getMessage(), failure);
        }
        begun.remove(votable.delivery().position());
        LOG.atWarn()
                .setCause(failure)
                .addKeyValue("frameId", votable.task().getFrameId())
                .addKeyValue("taskIndex", votable.task().getTaskIndex())
                .addKeyValue("trouble", trouble)
                .log("A task could not be voted on");
        Delivery delivery = trouble == Trouble.VOTER_FAILED ? failedTasks.add(votable.delivery()) : votable.delivery();
        return Outcome.troubled(delivery, votable.task(), trouble, failure);
    }

    private List<Outcome> oneAtATime(List<Part> slice, long start, boolean first) {
        List<Outcome> outcomes = new ArrayList<>(slice.size());
        for (Part part : slice) {
            boolean mustBe = first && outcomes.isEmpty();
            outcomes.addAll(isOver(start) && !mustBe ? postponed(List.of(part)) : cast(List.of(part), start, mustBe));
        }
        return outcomes;
    }

    private static List<Outcome> postponed(List<Part> slice) {
        return slice.stream()
                .<Outcome>map(part -> new Postponed(part.votable().delivery()))
                .toList();
    }
}
