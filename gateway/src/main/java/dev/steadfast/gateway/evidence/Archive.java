package dev.steadfast.gateway.evidence;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.FrameSource;
import dev.steadfast.gateway.kafka.RecordSource;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.predictions.Origin;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.UnreadableRecordException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;

/** What Kafka keeps of predictions and frames. Confined to the gateway's event loop. */
public final class Archive {

    private final Context eventLoop;
    private final RecordSource fetch;
    private final AvroSerde<CertifiedPrediction> predictions;
    private final AvroSerde<Frame> frames;
    private final AvroSerde<AcceptedFrame> inputs;

    public Archive(Context eventLoop, RecordSource fetch, SchemaRegistry registry) {
        this.eventLoop = eventLoop;
        this.fetch = fetch;
        this.predictions = registry.serde(CertifiedPrediction.class);
        this.frames = registry.serde(Frame.class);
        this.inputs = registry.serde(AcceptedFrame.class);
    }

    /**
     * The prediction as it stands in Kafka, with all its counts.
     *
     * @return fails with a problem: 409 for a rejection, 410 if it is gone, 503 if Kafka does not answer
     */
    Future<CertifiedPrediction> prediction(Answer answer) {
        if (answer.rejection()) {
            return Future.failedFuture(Problem.of(409, "this frame was rejected: nothing was voted on")
                    .exception());
        }
        Origin origin = answer.origin();
        return fetch(Topics.CERTIFIED_PREDICTIONS, predictions, origin.partition(), origin.offset())
                .compose(found -> require(
                        Topics.CERTIFIED_PREDICTIONS,
                        found,
                        answer.frameId().map(found.getFrameId()::equals).orElse(false)));
    }

    /**
     * The frame that was rejected, as its camera sent it.
     *
     * @return fails with a problem: 410 if it is gone or was no readable frame, 503 if Kafka does not answer
     */
    Future<Frame> rejectedFrame(Answer rejection) {
        JsonObject source = new JsonObject(rejection.json()).getJsonObject("source");
        if (!source.getString("topic").equals(Topics.FRAMES.name())) {
            return Future.failedFuture(gone(Topics.FRAMES));
        }
        return fetch(Topics.FRAMES, frames, source.getInteger("partition"), source.getLong("offset"))
                .compose(frame -> require(
                        Topics.FRAMES,
                        frame,
                        rejection.frameId().map(frame.getFrameId()::equals).orElse(false)
                                && rejection
                                        .cameraId()
                                        .map(frame.getCameraId()::equals)
                                        .orElse(true)));
    }

    /** The frame as its camera sent it; fails as {@link #prediction} does. */
    Future<Frame> frame(CertifiedPrediction prediction) {
        return source(prediction)
                .compose(source -> fetch(Topics.FRAMES, frames, source.getFramePartition(), source.getFrameOffset()))
                .compose(frame ->
                        require(Topics.FRAMES, frame, frame.getFrameId().equals(prediction.getFrameId())));
    }

    /** The frame as it was accepted, with its certified input; fails as {@link #prediction} does. */
    Future<AcceptedFrame> input(CertifiedPrediction prediction) {
        return source(prediction)
                .compose(source ->
                        fetch(Topics.ACCEPTED_FRAMES, inputs, source.getInputPartition(), source.getInputOffset()))
                .compose(frame -> require(
                        Topics.ACCEPTED_FRAMES, frame, frame.getFrameId().equals(prediction.getFrameId())));
    }

    /** A topic that was made anew has other records in the same places, of cameras that this client may not see. */
    private static <V> Future<V> require(Topic<?> topic, V record, boolean sameFrame) {
        return sameFrame ? Future.succeededFuture(record) : Future.failedFuture(gone(topic));
    }

    private static Future<FrameSource> source(CertifiedPrediction prediction) {
        return Optional.ofNullable(prediction.getSource())
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(Problem.of(
                                410, "this prediction was made by a version that did not note where its frame stands")
                        .exception()));
    }

    private <V extends SpecificRecord> Future<V> fetch(Topic<V> topic, AvroSerde<V> serde, int partition, long offset) {
        return Future.fromCompletionStage(fetch.fetch(topic.name(), partition, offset), eventLoop)
                .compose(found -> found.isPresent() && found.get().value() != null
                        // Not on the event loop: the registry may be asked for the record's schema.
                        ? eventLoop.executeBlocking(
                                () -> serde.deserialize(
                                        topic.name(), found.get().value()),
                                false)
                        : Future.failedFuture(gone(topic)))
                .recover(failure -> Future.failedFuture(problem(failure)));
    }

    private static Throwable problem(Throwable failure) {
        if (failure instanceof UnreadableRecordException) {
            return Problem.of(410, "the record cannot be read").exception();
        }
        return failure instanceof KafkaException || failure instanceof RejectedExecutionException
                ? Problem.tryAgain(503, "Kafka did not give the record in time").exception()
                : failure;
    }

    private static RuntimeException gone(Topic<?> topic) {
        return Problem.of(
                        410,
                        "the topic %s keeps records for %d h, and this one is gone"
                                .formatted(topic.name(), topic.retention().toHours()))
                .exception();
    }
}
