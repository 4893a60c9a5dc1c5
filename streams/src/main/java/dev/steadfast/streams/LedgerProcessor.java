package dev.steadfast.streams;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.OpenFrame;
import dev.steadfast.avro.TallyState;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SampleBudget;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.TraceParent;
import dev.steadfast.schemas.UnreadableRecordException;
import dev.steadfast.streams.admission.Admission;
import dev.steadfast.streams.admission.Applicant;
import dev.steadfast.streams.admission.Orders;
import dev.steadfast.streams.admission.Shortage;
import dev.steadfast.streams.certification.FrameLedger;
import dev.steadfast.streams.certification.FrameNotes;
import dev.steadfast.streams.certification.LedgerId;
import dev.steadfast.streams.metrics.StreamsInstruments;
import dev.steadfast.streams.routing.Routing;
import dev.steadfast.streams.routing.ServedModel;
import dev.steadfast.streams.routing.ServiceLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/**
 * What the two processors that share the ledgers have in common: the stores, and how a record is read, or buried if it cannot be.
 *
 * @param <V> the records it takes
 */
abstract class LedgerProcessor<V extends SpecificRecord>
        extends ContextualProcessor<@Nullable String, byte @Nullable [], String, SpecificRecord> {

    private static final Duration MEASUREMENT = Duration.ofSeconds(1);

    private final AvroSerde<V> serde;
    private final String topic;
    private final Supplier<Routing> routing;
    private final Admission admission;
    private final Optional<SampleBudget> budget;
    private final StreamsInstruments instruments;

    /** Frames whose votes are being collected, by {@link LedgerId}. */
    KeyValueStore<String, OpenFrame> openFrames;

    /** Their votes so far, likewise. */
    KeyValueStore<String, TallyState> tallies;

    /** Content digests of the frames that have their prediction, likewise. */
    WindowStore<String, String> settledFrames;

    @SuppressWarnings("NullAway.Init") // the stores are there from init on
    LedgerProcessor(
            AvroSerde<V> serde,
            Topic<V> topic,
            Supplier<Routing> routing,
            Admission admission,
            Optional<SampleBudget> budget,
            StreamsInstruments instruments) {
        this.serde = serde;
        this.topic = topic.name();
        this.routing = routing;
        this.admission = admission;
        this.budget = budget;
        this.instruments = instruments;
    }

    /** Takes one record that could be read. */
    abstract void process(V value, Record<@Nullable String, byte @Nullable []> record);

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        openFrames = Stores.openFrames(context);
        tallies = Stores.tallies(context);
        settledFrames = Stores.settledFrames(context);
        context.schedule(
                MEASUREMENT,
                PunctuationType.WALL_CLOCK_TIME,
                now -> instruments.openFrames(context.taskId(), openFrames.approximateNumEntries()));
    }

    @Override
    public void close() {
        instruments.taskClosed(context().taskId());
        super.close();
    }

    @Override
    public final void process(Record<@Nullable String, byte @Nullable []> record) {
        byte[] bytes = record.value();
        if (bytes == null) {
            bury(record, "EMPTY_RECORD", "the record has no value");
            return;
        }
        V value;
        try {
            value = serde.deserialize(topic, bytes);
        } catch (UnreadableRecordException e) {
            bury(record, e.problem().name(), String.valueOf(e.getMessage()));
            return;
        }
        process(value, record);
        obey();
    }

    /** Where the tasks go that this sends. */
    abstract String tasksSink();

    /** Whose frames these are, to the admission. */
    final String owner() {
        return context().taskId().toString();
    }

    /** Which bundles are served at the moment. */
    final Routing routing() {
        return routing.get();
    }

    /** Applies for the tasks of a frame that are to be sent. */
    final void apply(FrameLedger ledger, ServedModel model) {
        OpenFrame open = ledger.openFrame();
        AcceptedFrame frame = open.getFrame();
        ServiceLevel service = routing().routes().of(frame.getCameraId()).service();
        admission.apply(
                new Applicant(
                        owner(),
                        LedgerId.of(frame),
                        frame.getCameraId(),
                        service.weight(),
                        model.queue(),
                        ledger.toBeSent(admission.idle(model.queue())),
                        ledger.underWay(),
                        ledger.begun(),
                        open.getTaskSamples(),
                        // That a bundle shadows another is not the camera's doing.
                        frame.getShadow() ? Optional.empty() : service.budget().or(() -> budget),
                        open.getDeadline()),
                now());
    }

    /** Sends the tasks whose turn it is, and answers the frames that are given up. */
    final void obey() {
        for (Orders orders = admission.collect(owner(), now());
                !orders.isEmpty();
                orders = admission.collect(owner(), now())) {
            orders.sendings().forEach(this::send);
            orders.givenUp().forEach(this::giveUp);
        }
    }

    private void send(Orders.Sending sending) {
        ledger(sending.id()).ifPresent(ledger -> {
            ledger.send(sending.tasks()).forEach(task -> send(ledger.openFrame(), task));
            tallies.put(sending.id(), ledger.tallyState());
        });
    }

    private void giveUp(Orders.GivenUp order) {
        ledger(order.id())
                .ifPresent(ledger -> settle(ledger.openFrame(), notBegun(ledger.openFrame(), order.shortage(), now())));
    }

    /** The answer to a frame of which no task was sent. */
    static CertifiedPrediction notBegun(OpenFrame open, Shortage shortage, Instant now) {
        return switch (shortage) {
            case WORKERS -> FrameNotes.overloaded(open, now);
            case BUDGET -> FrameNotes.overBudget(open, now);
        };
    }

    /** Empty of a frame that has its answer, or is about to have it since its bundle is served no more. */
    private Optional<FrameLedger> ledger(String id) {
        OpenFrame open = openFrames.get(id);
        TallyState state = tallies.get(id);
        return open == null || state == null
                ? Optional.empty()
                : routing().model(open.getModelDigest()).map(model -> FrameLedger.of(open, state, model));
    }

    /** Sends a task of a frame to the workers. */
    final void send(OpenFrame open, NoiseTask task) {
        context()
                .forward(
                        new Record<>(task.getFrameId(), task, context().currentSystemTimeMs(), trace(open)),
                        tasksSink());
        instruments.taskSent();
    }

    /** Opens the ledger of a frame and applies for its tasks; ends it where the bundle does not take the frame as it was accepted, perhaps for another bundle. */
    final void open(OpenFrame noted, ServedModel model) {
        if (!fits(noted.getFrame(), model)) {
            settle(noted, FrameNotes.modelReplaced(noted, now()));
            return;
        }
        FrameLedger ledger = FrameLedger.open(noted, model);
        if (noted.getDeadline().isBefore(now())) {
            settle(noted, ledger.missDeadline(now()));
            return;
        }
        put(noted, ledger.tallyState());
        apply(ledger, model);
    }

    private static boolean fits(AcceptedFrame frame, ServedModel model) {
        var manifest = model.manifest();
        return frame.getInputHeight() == manifest.input().height()
                && frame.getInputWidth() == manifest.input().width()
                && manifest.sigma().contains(frame.getSigma());
    }

    /** Keeps a frame that has no prediction yet. */
    final void put(OpenFrame noted, TallyState state) {
        String id = LedgerId.of(noted.getFrame());
        openFrames.put(id, noted);
        tallies.put(id, state);
    }

    /** Ends a frame with its one prediction, and remembers its id. */
    final void settle(OpenFrame open, CertifiedPrediction prediction) {
        AcceptedFrame frame = open.getFrame();
        String id = LedgerId.of(frame);
        openFrames.delete(id);
        tallies.delete(id);
        admission.ended(owner(), id, now());
        long at = context().currentSystemTimeMs();
        settledFrames.put(id, frame.getContentSha256(), at);
        var record = new Record<String, SpecificRecord>(prediction.getCameraId(), prediction, at, trace(open));
        if (frame.getShadow()) {
            context().forward(record, Nodes.SHADOW_PREDICTIONS_SINK);
            instruments.settledShadow(prediction);
        } else {
            context().forward(record, Nodes.CERTIFIED_PREDICTIONS_SINK);
            instruments.settled(prediction);
        }
    }

    private static Headers trace(OpenFrame open) {
        return TraceParent.headers(Optional.ofNullable(open.getTraceparent()));
    }

    final void bury(Record<@Nullable String, byte @Nullable []> record, String reason, String message) {
        DeadLetter letter = DeadLetters.of(record, context(), reason, message);
        context().forward(new Record<>(letter.getSourceTopic(), letter, record.timestamp()), Nodes.DEAD_LETTERS_SINK);
        instruments.deadLetter();
    }

    final Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }
}
