package dev.steadfast.gateway.frames;

import dev.steadfast.avro.Frame;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes images of clients and gives them to the brokers, in bounded numbers, and only while the backlog allows. Confined to the gateway's
 * event loop.
 */
public final class FrameDesk {

    /** Results of publishing. */
    public static final String ACKNOWLEDGED = "acknowledged";

    public static final String UNACKNOWLEDGED = "unacknowledged";

    private static final Logger LOG = LoggerFactory.getLogger(FrameDesk.class);

    private final Context eventLoop;
    private final BiFunction<Frame, Optional<String>, CompletionStage<Void>> publisher;
    private final Duration kafkaTimeout;
    private final Slots slots;
    private final Supplier<Optional<Problem>> pushBack;
    private final InstantSource clock;
    private long acknowledged;
    private long unacknowledged;

    /**
     * @param publisher gives a frame, and its trace context, to the brokers, and completes, on any thread, when they have it for good
     * @param pushBack why no frames are taken now, if they are not
     * @param clock the time at which frames are captured
     */
    public FrameDesk(
            Context eventLoop,
            BiFunction<Frame, Optional<String>, CompletionStage<Void>> publisher,
            FrameLimits limits,
            Supplier<Optional<Problem>> pushBack,
            InstantSource clock) {
        this.eventLoop = eventLoop;
        this.publisher = publisher;
        this.kafkaTimeout = limits.kafkaTimeout();
        this.slots = new Slots(limits.maxInFlight());
        this.pushBack = pushBack;
        this.clock = clock;
    }

    /**
     * Makes room for images that are about to come; they count as under way until they were {@linkplain #publish published}, or {@linkplain
     * #release released}.
     *
     * @throws ProblemException 429 if there is no room, or too much waits for the workers already
     */
    public void reserve(int images) {
        pushBack.get().ifPresent(problem -> {
            throw problem.exception();
        });
        slots.take(images);
    }

    /**
     * Makes it room for as many images as there are, once that is known.
     *
     * @throws ProblemException 429 if there is not so much; then the room is what it was
     */
    public void adjust(int reserved, int images) {
        if (images > reserved) {
            slots.take(images - reserved);
        } else {
            slots.free(reserved - images);
        }
    }

    /** Gives up reserved room. */
    public void release(int images) {
        slots.free(images);
    }

    /** How many images are under way. */
    public int inFlight() {
        return slots.taken();
    }

    /** How many images were published with this result. */
    public long published(String result) {
        return result.equals(ACKNOWLEDGED) ? acknowledged : unacknowledged;
    }

    /**
     * Publishes an image for which there is room, and frees the room when the brokers have it.
     *
     * @return the frame once the brokers have it for good; or a {@link ProblemException} with 413 or 503
     */
    public Future<Frame> publish(CameraName camera, FrameQuery query, String contentType, ByteBuffer image) {
        Frame frame = Frame.newBuilder()
                .setFrameId(query.frameId())
                .setCameraId(camera.value())
                .setCapturedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setContentType(contentType)
                .setImage(image)
                .setLabel(query.label().orElse(null))
                .setOptions(query.options().orElse(null))
                .build();
        Future<Void> published = Future.fromCompletionStage(publisher.apply(frame, query.traceParent()), eventLoop);
        published.onComplete(done -> release(1)); // not at the timeout: until then the frame occupies memory
        return published
                .timeout(kafkaTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(done -> acknowledged++)
                .onFailure(failure -> unacknowledged++)
                .map(frame)
                .recover(failure -> Future.failedFuture(problem(frame, failure)));
    }

    private static Throwable problem(Frame frame, Throwable failure) {
        if (failure instanceof RecordTooLargeException) {
            return Problem.of(413, "the frame is larger than the brokers take").exception();
        }
        if (failure instanceof TimeoutException
                || failure instanceof KafkaException
                || failure instanceof RejectedExecutionException) {
            LOG.atWarn()
                    .addKeyValue("frameId", frame.getFrameId())
                    .addKeyValue("cameraId", frame.getCameraId())
                    .addKeyValue("cause", failure.toString())
                    .log("Frame not acknowledged");
            return Problem.tryAgain(
                            503,
                            "Kafka did not acknowledge the frame in time. It may still get there: to try again without"
                                    + " a second frame, send it with frame-id=" + frame.getFrameId())
                    .exception();
        }
        return failure;
    }
}
