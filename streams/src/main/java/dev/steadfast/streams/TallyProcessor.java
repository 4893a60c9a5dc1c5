package dev.steadfast.streams;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.OpenFrame;
import dev.steadfast.avro.TallyState;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.UnreadableRecordException;
import dev.steadfast.streams.certification.FrameLedger;
import dev.steadfast.streams.certification.FrameLedger.Counting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/** Merges votes into ledgers, and settles each frame once: when its last task has been counted, or its deadline has passed. */
final class TallyProcessor extends ContextualProcessor<@Nullable String, byte @Nullable [], String, SpecificRecord> {

    private static final Duration DEADLINE_CHECK = Duration.ofMillis(500);

    private final AvroSerde<VoteBatch> serde;
    private final RegistryPatience patience;
    private final ServedModel model;
    private KeyValueStore<String, OpenFrame> openFrames;
    private KeyValueStore<String, TallyState> tallies;
    private WindowStore<String, String> settledFrames;

    @SuppressWarnings("NullAway.Init") // the stores are there from init on
    TallyProcessor(AvroSerde<VoteBatch> serde, RegistryPatience patience, ServedModel model) {
        this.serde = serde;
        this.patience = patience;
        this.model = model;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        openFrames = Stores.openFrames(context);
        tallies = Stores.tallies(context);
        settledFrames = Stores.settledFrames(context);
        context.schedule(DEADLINE_CHECK, PunctuationType.WALL_CLOCK_TIME, this::settleOverdue);
    }

    @Override
    public void process(Record<@Nullable String, byte @Nullable []> record) {
        if (record.value() == null) {
            bury(record, "EMPTY_RECORD", "the record has no value; votes are needed");
            return;
        }
        VoteBatch votes;
        try {
            byte[] value = record.value();
            votes = patience.call(() -> serde.deserialize(Topics.VOTES.name(), value));
        } catch (UnreadableRecordException e) {
            bury(record, e.problem().name(), String.valueOf(e.getMessage()));
            return;
        }
        String frameId = votes.getFrameId();
        OpenFrame open = openFrames.get(frameId);
        TallyState state = tallies.get(frameId);
        if (open == null || state == null || !open.getModelDigest().equals(model.digest())) {
            return; // settled already, or about to be: late votes change nothing
        }
        count(FrameLedger.of(open, state, model), votes, record);
    }

    private void count(FrameLedger ledger, VoteBatch votes, Record<@Nullable String, byte @Nullable []> record) {
        String frameId = votes.getFrameId();
        Counting counting = ledger.count(votes);
        if (counting instanceof Counting.Malformed malformed) {
            bury(record, "MALFORMED_VOTES", malformed.message());
        } else if (counting instanceof Counting.OtherBackend other) {
            context().forward(new Record<>(frameId, other.again(), record.timestamp()), Nodes.REPEATED_TASKS_SINK);
        } else if (counting instanceof Counting.Counted) {
            if (ledger.complete()) {
                settle(ledger.openFrame(), ledger.decide(now()));
            } else {
                tallies.put(frameId, ledger.tallyState());
            }
        } // else a duplicate, counted before, or stale, of an earlier frame with this id
    }

    private void settle(OpenFrame open, CertifiedPrediction prediction) {
        String frameId = open.getFrame().getFrameId();
        openFrames.delete(frameId);
        tallies.delete(frameId);
        long at = context().currentSystemTimeMs();
        settledFrames.put(frameId, open.getFrame().getContentSha256(), at);
        context().forward(new Record<>(prediction.getCameraId(), prediction, at), Nodes.CERTIFIED_PREDICTIONS_SINK);
    }

    private void settleOverdue(long nowMillis) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        List<KeyValue<String, TallyState>> overdue = new ArrayList<>();
        try (KeyValueIterator<String, TallyState> all = tallies.all()) {
            all.forEachRemaining(entry -> {
                if (!entry.value.getModelDigest().equals(model.digest()) || now.isAfter(entry.value.getDeadline())) {
                    overdue.add(entry);
                }
            });
        }
        for (KeyValue<String, TallyState> entry : overdue) {
            OpenFrame open = openFrames.get(entry.key);
            boolean replaced = !open.getModelDigest().equals(model.digest());
            settle(
                    open,
                    replaced
                            ? FrameLedger.modelReplaced(open, now)
                            : FrameLedger.of(open, entry.value, model).missDeadline(now));
        }
    }

    private void bury(Record<@Nullable String, byte @Nullable []> record, String reason, String message) {
        DeadLetter letter = DeadLetters.of(record, context(), reason, message);
        context().forward(new Record<>(letter.getSourceTopic(), letter, record.timestamp()), Nodes.DEAD_LETTERS_SINK);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }
}
