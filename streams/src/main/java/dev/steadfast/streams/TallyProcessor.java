package dev.steadfast.streams;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.OpenFrame;
import dev.steadfast.avro.TallyState;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.certification.FrameLedger;
import dev.steadfast.streams.certification.FrameLedger.Counting;
import dev.steadfast.streams.certification.LedgerId;
import dev.steadfast.streams.metrics.StreamsInstruments;
import dev.steadfast.streams.metrics.VoteFate;
import dev.steadfast.streams.routing.Routing;
import dev.steadfast.streams.routing.ServedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

    private final Supplier<Routing> routing;
    private final StreamsInstruments instruments;

    TallyProcessor(
            AvroSerde<VoteBatch> serde,
            RegistryPatience patience,
            Supplier<Routing> routing,
            StreamsInstruments instruments) {
        super(serde, Topics.VOTES.name(), patience, instruments);
        this.routing = routing;
        this.instruments = instruments;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        context.schedule(CHECK, PunctuationType.WALL_CLOCK_TIME, this::check);
    }

    @Override
    void process(VoteBatch votes, Record<@Nullable String, byte @Nullable []> record) {
        String id = votes.getFrameId();
        OpenFrame open = openFrames.get(id);
        TallyState state = tallies.get(id);
        Optional<ServedModel> model =
                open == null ? Optional.empty() : routing.get().model(open.getModelDigest());
        if (open == null || state == null || model.isEmpty() || !countable(open, state)) {
            instruments.votes(VoteFate.LATE);
            return; // settled already, or about to be: late votes change nothing
        }
        count(FrameLedger.of(open, state, model.get()), votes, record);
    }

    private static boolean countable(OpenFrame open, TallyState state) {
        return FrameLedger.knowsPlan(open) && !FrameLedger.awaitsItsBundle(state);
    }

    private void count(FrameLedger ledger, VoteBatch votes, Record<@Nullable String, byte @Nullable []> record) {
        Counting counting = ledger.count(votes);
        instruments.votes(VoteFate.of(counting));
        if (counting instanceof Counting.Malformed malformed) {
            bury(record, "MALFORMED_VOTES", malformed.message());
        } else if (counting instanceof Counting.OtherBackend other) {
            send(ledger.openFrame(), other.again(), record.timestamp(), Nodes.FURTHER_TASKS_SINK);
        } else if (counting instanceof Counting.Counted) {
            look(ledger, record);
        } // else a duplicate, counted before, or stale, of an earlier frame with this id
    }

    private void look(FrameLedger ledger, Record<@Nullable String, byte @Nullable []> record) {
        if (ledger.complete()) {
            Optional<CertifiedPrediction> prediction = ledger.decide(now());
            if (prediction.isPresent()) {
                settle(ledger.openFrame(), prediction.get());
                return;
            }
            ledger.tasks()
                    .forEach(task -> send(ledger.openFrame(), task, record.timestamp(), Nodes.FURTHER_TASKS_SINK));
        }
        tallies.put(LedgerId.of(ledger.openFrame().getFrame()), ledger.tallyState());
    }

    private void check(long nowMillis) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        Routing current = routing.get();
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
            if (FrameLedger.awaitsItsBundle(entry.value) && model.isPresent()) {
                open(FrameLedger.named(open, model.get()), model.get(), nowMillis, Nodes.FURTHER_TASKS_SINK);
            } else {
                settle(open, abstention(open, entry.value, current, now));
            }
        }
    }

    /** A frame that awaits its bundle is due once that is known, another one when its bundle is known no more; each when its time is over. */
    private static boolean isDue(TallyState state, Routing current, Instant now) {
        boolean known = current.model(state.getModelDigest()).isPresent();
        return known == FrameLedger.awaitsItsBundle(state) || now.isAfter(state.getDeadline());
    }

    private static CertifiedPrediction abstention(OpenFrame open, TallyState state, Routing current, Instant now) {
        if (!FrameLedger.knowsPlan(open)) {
            return FrameLedger.unknownPlan(open, now);
        }
        return current.model(open.getModelDigest())
                .map(model -> FrameLedger.of(open, state, model).missDeadline(now))
                .orElseGet(() -> FrameLedger.modelReplaced(open, now));
    }
}
