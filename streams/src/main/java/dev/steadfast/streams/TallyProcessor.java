package dev.steadfast.streams;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.OpenFrame;
import dev.steadfast.avro.TallyState;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SampleBudget;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.admission.Admission;
import dev.steadfast.streams.admission.Shortage;
import dev.steadfast.streams.certification.FrameLedger;
import dev.steadfast.streams.certification.FrameLedger.Counting;
import dev.steadfast.streams.certification.FrameNotes;
import dev.steadfast.streams.certification.LedgerId;
import dev.steadfast.streams.metrics.StreamsInstruments;
import dev.steadfast.streams.metrics.VoteFate;
import dev.steadfast.streams.routing.Routing;
import dev.steadfast.streams.routing.ServedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * Merges votes into ledgers, and settles each frame once: when its plan has decided, or its deadline has passed. Opens those that awaited their bundle once that is
 * known.
 */
final class TallyProcessor extends LedgerProcessor<VoteBatch> {

    private static final Duration CHECK = Duration.ofMillis(500);

    /** So soon the frames of one partition learn that it is their turn, where votes on another's made it theirs. */
    private static final Duration TURN = Duration.ofMillis(50);

    private final Admission admission;
    private final StreamsInstruments instruments;

    TallyProcessor(
            AvroSerde<VoteBatch> serde,
            Supplier<Routing> routing,
            Admission admission,
            Optional<SampleBudget> budget,
            StreamsInstruments instruments) {
        super(serde, Topics.VOTES, routing, admission, budget, instruments);
        this.admission = admission;
        this.instruments = instruments;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        admission.forget(owner(), now());
        admission.own(owner(), now());
        applyAgain();
        context.schedule(TURN, PunctuationType.WALL_CLOCK_TIME, time -> obey());
        context.schedule(CHECK, PunctuationType.WALL_CLOCK_TIME, this::check);
    }

    @Override
    public void close() {
        admission.forget(owner(), now());
        super.close();
    }

    @Override
    String tasksSink() {
        return Nodes.FURTHER_TASKS_SINK;
    }

    /** Applies for all frames that this partition had open when it was another instance's, or this one's before a restart. */
    private void applyAgain() {
        Routing current = routing();
        List<FrameLedger> ledgers = new ArrayList<>();
        try (KeyValueIterator<String, TallyState> all = tallies.all()) {
            all.forEachRemaining(entry -> {
                OpenFrame open = openFrames.get(entry.key);
                if (open != null && countable(open, entry.value)) {
                    current.model(open.getModelDigest())
                            .ifPresent(model -> ledgers.add(FrameLedger.of(open, entry.value, model)));
                }
            });
        }
        ledgers.sort(Comparator.comparing(
                (FrameLedger ledger) -> ledger.openFrame().getFrame().getAcceptedAt()));
        ledgers.forEach(ledger ->
                apply(ledger, current.model(ledger.openFrame().getModelDigest()).orElseThrow()));
    }

    @Override
    void process(VoteBatch votes, Record<@Nullable String, byte @Nullable []> record) {
        String id = votes.getFrameId();
        OpenFrame open = openFrames.get(id);
        TallyState state = tallies.get(id);
        Optional<ServedModel> model =
                open == null ? Optional.empty() : routing().model(open.getModelDigest());
        if (open == null || state == null || model.isEmpty() || !countable(open, state)) {
            instruments.votes(VoteFate.LATE);
            return; // settled already, or about to be: late votes change nothing
        }
        count(FrameLedger.of(open, state, model.get()), model.get(), votes, record);
    }

    private static boolean countable(OpenFrame open, TallyState state) {
        return FrameNotes.knowsPlan(open) && !FrameNotes.awaitsItsBundle(state);
    }

    private void count(
            FrameLedger ledger,
            ServedModel model,
            VoteBatch votes,
            Record<@Nullable String, byte @Nullable []> record) {
        Counting counting = ledger.count(votes);
        instruments.votes(VoteFate.of(counting));
        if (counting instanceof Counting.Malformed malformed) {
            bury(record, "MALFORMED_VOTES", malformed.message());
        } else if (counting instanceof Counting.OtherBackend other) {
            send(ledger.openFrame(), other.again());
        } else if (counting instanceof Counting.Counted) {
            admission.counted(owner(), LedgerId.of(ledger.openFrame().getFrame()), now());
            look(ledger, model);
        } // else a duplicate, counted before, or stale, of an earlier frame with this id
    }

    private void look(FrameLedger ledger, ServedModel model) {
        Optional<CertifiedPrediction> prediction = ledger.decide(now());
        if (prediction.isPresent()) {
            settle(ledger.openFrame(), prediction.get());
            return;
        }
        apply(ledger, model);
        tallies.put(LedgerId.of(ledger.openFrame().getFrame()), ledger.tallyState());
    }

    private void check(long nowMillis) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        Routing current = routing();
        List<KeyValue<String, TallyState>> due = new ArrayList<>();
        try (KeyValueIterator<String, TallyState> all = tallies.all()) {
            all.forEachRemaining(entry -> {
                if (isDue(entry.value, current, now)) {
                    due.add(entry);
                }
            });
        }
        for (KeyValue<String, TallyState> entry : due) {
            OpenFrame open = openFrames.get(entry.key);
            Optional<ServedModel> model = current.model(open.getModelDigest());
            if (FrameNotes.awaitsItsBundle(entry.value) && model.isPresent()) {
                open(FrameNotes.named(open, model.get()), model.get());
            } else {
                settle(open, belated(open, entry.value, current, now));
            }
        }
        obey();
    }

    /** A frame that awaits its bundle is due once that is known, another one when its bundle is known no more; each when its time is over. */
    private static boolean isDue(TallyState state, Routing current, Instant now) {
        boolean known = current.model(state.getModelDigest()).isPresent();
        return known == FrameNotes.awaitsItsBundle(state) || now.isAfter(state.getDeadline());
    }

    /** The answer to a frame that is due. */
    private CertifiedPrediction belated(OpenFrame open, TallyState state, Routing current, Instant now) {
        if (!FrameNotes.knowsPlan(open)) {
            return FrameNotes.unknownPlan(open, now);
        }
        return current.model(open.getModelDigest())
                .map(model -> belated(FrameLedger.of(open, state, model), model, now))
                .orElseGet(() -> FrameNotes.modelReplaced(open, now));
    }

    private CertifiedPrediction belated(FrameLedger ledger, ServedModel model, Instant now) {
        OpenFrame open = ledger.openFrame();
        Optional<Shortage> shortage = ledger.begun()
                ? Optional.empty()
                : admission.shortage(model.queue(), open.getFrame().getCameraId(), now);
        return shortage.map(known -> notBegun(open, known, now)).orElseGet(() -> ledger.missDeadline(now));
    }
}
