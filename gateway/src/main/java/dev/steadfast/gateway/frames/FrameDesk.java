package dev.steadfast.gateway.frames;

import dev.steadfast.avro.Frame;
import dev.steadfast.gateway.access.Principal;
import dev.steadfast.gateway.bodies.Reservation;
import dev.steadfast.gateway.bodies.Room;
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
    private final Room room;
    private final Supplier<Optional<Problem>> pushBack;
    private final Feasibility feasibility;
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
            Feasibility feasibility,
            InstantSource clock) {
        this.eventLoop = eventLoop;
        this.publisher = publisher;
        this.kafkaTimeout = limits.kafkaTimeout();
        this.room = limits.room();
        this.pushBack = pushBack;
        this.feasibility = feasibility;
        this.clock = clock;
    }

    /**
     * Makes room for a request that is about to come; as one image until it is known how many it has. What there is room for counts as under
     * way until it was {@linkplain #publish published}, or given back.
     *
     * @param bytes that it announces, 0 if it announces none
     * @throws ProblemException 429 if there is no room, or too much waits for the workers already
     */
    public Reservation reserve(long bytes) {
        pushBack.get().ifPresent(problem -> {
            throw problem.exception();
        });
        return room.reserve(bytes);
    }

    /**
     * Refuses what would be rejected later, and what may not be asked for.
     *
     * @param principal who asks
     * @throws ProblemException 400 if no bundle that may get the frame could do what is asked of it; 403 if it asks for more samples than its
     *     principal may; 429 if its principal's budget of samples is spent, of which this takes those of the frame
     */
    public void requireFeasible(FrameQuery query, Principal principal) {
        feasibility.refusal(query.options(), query.groundTruth()).ifPresent(problem -> {
            throw problem.exception();
        });
        feasibility.samplesAskedFor(query.options()).ifPresent(samples -> principal.requireSamples(samples, "n0 + n"));
        feasibility.mostSamples(query.options()).ifPresent(principal::spend);
    }

    /** How many images are under way. */
    public int inFlight() {
        return room.frames();
    }

    /** How many images were published with this result. */
    public long published(String result) {
        return result.equals(ACKNOWLEDGED) ? acknowledged : unacknowledged;
    }

    /**
     * Publishes an image for which there is room, and frees the room when the brokers have it.
     *
     * @param reserved the room
     * @return the frame once the brokers have it for good; or a {@link ProblemException} with 413 or 503
     */
    public Future<Frame> publish(
            CameraName camera, FrameQuery query, String contentType, ByteBuffer image, Reservation reserved) {
        int bytes = image.remaining();
        Frame frame = Frame.newBuilder()
                .setFrameId(query.frameId())
                .setCameraId(camera.value())
                .setCapturedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setContentType(contentType)
                .setImage(image)
                .setGroundTruth(query.groundTruth().orElse(null))
                .setOptions(query.options().orElse(null))
                .build();
        Future<Void> published = Future.fromCompletionStage(publisher.apply(frame, query.traceParent()), eventLoop);
        published.onComplete(done -> reserved.free(bytes)); // not at the timeout: until then the frame occupies memory
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
