package dev.steadfast.streams.certification;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.OpenFrame;
import dev.steadfast.avro.TallyState;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.avro.WaitingVotes;
import dev.steadfast.schemas.Plans;
import dev.steadfast.smoothing.plans.Certified;
import dev.steadfast.smoothing.plans.Decision;
import dev.steadfast.smoothing.plans.Outcome;
import dev.steadfast.smoothing.plans.Predicted;
import dev.steadfast.smoothing.plans.TaskLayout;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.smoothing.plans.VoteTally;
import dev.steadfast.streams.routing.ServedModel;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one frame, from its first task to its prediction: which tasks have been counted, and what they said. Votes may come
 * twice, late and in any order; each task counts once, and only votes of one function (one bundle on one backend) are pooled.
 *
 * <p>Its state is two records: the {@link OpenFrame}, written once, and the small {@link TallyState}, written with every task.
 *
 * <p>Threading notes: mutable, for one thread.
 */
public final class FrameLedger {

    private final OpenFrame open;
    private final ServedModel model;
    private final TaskLayout layout;
    private final VoteTally tally;
    private @Nullable String backend;
    private int sent;

    private FrameLedger(
            OpenFrame open, ServedModel model, TaskLayout layout, VoteTally tally, @Nullable String backend, int sent) {
        this.open = open;
        this.model = model;
        this.layout = layout;
        this.tally = tally;
        this.backend = backend;
        this.sent = sent;
    }

    /**
     * Opens the ledger of a frame.
     *
     * @param model the bundle that was noted
     * @throws IllegalArgumentException if the frame's plan is {@linkplain FrameNotes#knowsPlan not known}
     */
    public static FrameLedger open(OpenFrame open, ServedModel model) {
        TaskLayout layout = new TaskLayout(Plans.of(open.getFrame()), open.getTaskSamples());
        return new FrameLedger(open, model, layout, VoteTally.empty(layout, model.classes()), null, 0);
    }

    /**
     * Takes up a ledger from its state.
     *
     * @param model the bundle that was noted
     */
    public static FrameLedger of(OpenFrame open, TallyState state, ServedModel model) {
        TaskLayout layout = new TaskLayout(Plans.of(open.getFrame()), open.getTaskSamples());
        VoteTally tally = VoteTally.of(
                layout,
                BitSet.valueOf(state.getCounted()),
                new VoteCounts(ints(state.getSelection()), state.getSelectionInvalid()),
                new VoteCounts(ints(state.getEstimation()), state.getEstimationInvalid()),
                waiting(state));
        int sent = state.getSent() == null ? tally.ahead(false) : state.getSent();
        return new FrameLedger(open, model, layout, tally, state.getBackend(), sent);
    }

    public OpenFrame openFrame() {
        return open;
    }

    public TallyState tallyState() {
        return TallyState.newBuilder()
                .setDeadline(open.getDeadline())
                .setModelDigest(open.getModelDigest())
                .setCounted(ByteBuffer.wrap(tally.summed().toByteArray()))
                .setSelection(list(tally.selection()))
                .setSelectionInvalid(tally.selection().invalid())
                .setEstimation(list(tally.estimation()))
                .setEstimationInvalid(tally.estimation().invalid())
                .setBackend(backend)
                .setSent(sent)
                .setWaiting(tally.waiting().entrySet().stream()
                        .map(entry -> new WaitingVotes(
                                entry.getKey(),
                                list(entry.getValue()),
                                entry.getValue().invalid()))
                        .toList())
                .build();
    }

    private static SortedMap<Integer, VoteCounts> waiting(TallyState state) {
        SortedMap<Integer, VoteCounts> waiting = new TreeMap<>();
        state.getWaiting()
                .forEach(votes ->
                        waiting.put(votes.getTask(), new VoteCounts(ints(votes.getVotes()), votes.getInvalid())));
        return waiting;
    }

    /**
     * How many tasks are to be sent, beside those that were: when the ledger is opened, and as votes are counted and {@link #decide} wants more.
     *
     * @param idle whether workers have nothing else to do: a sequential plan has more sent in advance then
     */
    public int toBeSent(boolean idle) {
        return Math.max(0, tally.ahead(idle) - sent);
    }

    /** How many tasks were sent, and have not been counted. */
    public int underWay() {
        return Math.max(0, sent - tally.counted());
    }

    /** Whether any task was sent. */
    public boolean begun() {
        return sent > 0;
    }

    /** The next tasks, in the order of their samples; they count as sent from now on. Fewer if the plan has no more. */
    public List<NoiseTask> send(int tasks) {
        int first = sent;
        sent = Math.min(layout.tasks(), first + tasks);
        return IntStream.range(first, sent).mapToObj(this::task).toList();
    }

    /** What became of a vote batch. */
    public sealed interface Counting {

        /** Its votes are in the ledger now. */
        record Counted() implements Counting {}

        /** Its task had been counted before; nothing changed. */
        record Duplicate() implements Counting {}

        /** It is for an earlier frame that had the same id; nothing changed. */
        record Stale() implements Counting {}

        /** It came from another backend than the votes before it, so its task has to be voted on again: the same samples. */
        record OtherBackend(NoiseTask again) implements Counting {}

        /** It is not an answer to the task it names. */
        record Malformed(String message) implements Counting {}
    }

    /** Counts a vote batch, if it is one to be counted. */
    public Counting count(VoteBatch votes) {
        if (!votes.getModelDigest().equals(open.getModelDigest())) {
            return new Counting.Malformed("votes of bundle %s, but the frame was given to bundle %s"
                    .formatted(votes.getModelDigest(), open.getModelDigest()));
        }
        if (!votes.getNoiseKey().equals(open.getNoiseKey())) {
            return new Counting.Stale();
        }
        try {
            return count(layout.task(votes.getTaskIndex()), votes);
        } catch (IllegalArgumentException e) {
            return new Counting.Malformed(String.valueOf(e.getMessage()));
        }
    }

    private Counting count(TaskLayout.Task task, VoteBatch votes) {
        if (votes.getFirstSample() != task.firstSample() || votes.getSamples() != task.samples()) {
            throw new IllegalArgumentException("task %d has %d samples from %d, the votes are for %d from %d"
                    .formatted(
                            task.index(),
                            task.samples(),
                            task.firstSample(),
                            votes.getSamples(),
                            votes.getFirstSample()));
        }
        if (task.index() >= sent) {
            throw new IllegalArgumentException("task %d: only %d were asked for".formatted(task.index(), sent));
        }
        boolean ran = votes.getFailure() == null;
        // A task that was not run votes against every class, however many classes its worker knows of.
        VoteCounts counts = ran
                ? new VoteCounts(ints(votes.getVotes()), votes.getInvalid())
                : VoteCounts.allInvalid(model.classes(), task.samples());
        if (ran && backend != null && !backend.equals(votes.getBackend())) {
            return tally.has(task.index()) ? new Counting.Duplicate() : new Counting.OtherBackend(task(task.index()));
        }
        if (!tally.add(task.index(), counts)) {
            return new Counting.Duplicate();
        }
        if (ran && backend == null) { // a task that was not run says nothing of the function, and votes against every
            // class
            backend = votes.getBackend();
        }
        return new Counting.Counted();
    }

    /** The prediction that the votes support; empty if the plan wants more. */
    public Optional<CertifiedPrediction> decide(Instant now) {
        return tally.decide() instanceof Outcome outcome
                ? Optional.of(Predictions.decided(open, tally, outcome, backend, model, now))
                : Optional.empty();
    }

    /**
     * The answer to a frame whose votes did not all come in time: what the plan makes of those that did, if the others had been against every
     * class; else an abstention.
     */
    public CertifiedPrediction missDeadline(Instant now) {
        Optional<VoteTally> closed = tally.withMissingAgainst();
        if (closed.isPresent()) {
            Decision decision = closed.get().decide();
            if (decision instanceof Certified || decision instanceof Predicted) {
                return Predictions.decided(open, closed.get(), (Outcome) decision, backend, model, now);
            }
        }
        return Predictions.deadline(open, tally, backend, model, now);
    }

    private NoiseTask task(int index) {
        TaskLayout.Task task = layout.task(index);
        return NoiseTask.newBuilder()
                .setFrameId(LedgerId.of(open.getFrame()))
                .setTaskIndex(task.index())
                .setFirstSample(task.firstSample())
                .setSamples(task.samples())
                .setSigma(open.getFrame().getSigma())
                .setNoiseKey(open.getNoiseKey())
                .setModelDigest(open.getModelDigest())
                .setDeadline(open.getDeadline())
                .setImage(open.getFrame().getImage())
                .setInput(FrameNotes.input(open))
                .setTasksAsked(Math.max(sent, tally.ahead(false)))
                .build();
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Integer> list(VoteCounts counts) {
        return IntStream.of(counts.perClass()).boxed().toList();
    }
}
