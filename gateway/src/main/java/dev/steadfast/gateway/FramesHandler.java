package dev.steadfast.gateway;

import dev.steadfast.avro.Frame;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST} or {@code PUT /v1/cameras/{camera}/frames}: takes one frame, and answers 202 once the brokers have it for good. Confined to
 * the gateway's event loop.
 */
final class FramesHandler implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(FramesHandler.class);

    private final GatewaySettings settings;
    private final Context eventLoop;
    private final FramePublisher publisher;
    private final Answers answers;
    private final InstantSource clock;
    private int inFlight;

    FramesHandler(
            GatewaySettings settings,
            Context eventLoop,
            FramePublisher publisher,
            Answers answers,
            InstantSource clock) {
        this.settings = settings;
        this.eventLoop = eventLoop;
        this.publisher = publisher;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext request) {
        CameraName camera = CameraName.of(request.pathParam("camera"));
        FrameQuery query = FrameQuery.read(request.queryParams());
        refuseContentEncoding(request);
        ImageType type = ImageType.of(Optional.ofNullable(request.request().getHeader(HttpHeaders.CONTENT_TYPE)));
        if (inFlight >= settings.maxInFlight()) {
            throw Problem.tryAgain(429, "%d frames are under way, the most that are taken".formatted(inFlight))
                    .exception();
        }
        inFlight++;
        Future<Frame> frame = FrameBody.read(
                        eventLoop.owner(), request.request(), settings.maxImageBytes(), settings.bodyTimeout())
                .map(body -> frame(camera, query, type.resolve(body), body))
                .onFailure(failure -> inFlight--);
        frame.compose(this::publish)
                .onSuccess(published -> accepted(request, published))
                .onFailure(request::fail);
    }

    private static void refuseContentEncoding(RoutingContext request) {
        String encoding = request.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.of(415, "Content-Encoding '" + encoding + "' is not taken: send the image as it is")
                    .exception();
        }
    }

    private Frame frame(CameraName camera, FrameQuery query, String contentType, ByteBuffer body) {
        return Frame.newBuilder()
                .setFrameId(query.frameId())
                .setCameraId(camera.value())
                .setCapturedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setContentType(contentType)
                .setImage(body)
                .setLabel(query.label().orElse(null))
                .setOptions(query.options().orElse(null))
                .build();
    }

    private Future<Frame> publish(Frame frame) {
        Future<Void> published = Future.fromCompletionStage(publisher.publish(frame), eventLoop);
        published.onComplete(done -> inFlight--); // not at the timeout: until then the frame occupies memory
        return published
                .timeout(settings.kafkaTimeout().toMillis(), TimeUnit.MILLISECONDS)
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

    private void accepted(RoutingContext request, Frame frame) {
        answers.await(frame.getFrameId());
        String prediction = "/v1/predictions/" + URLEncoder.encode(frame.getFrameId(), StandardCharsets.UTF_8);
        request.response()
                .setStatusCode(202)
                .putHeader(HttpHeaders.LOCATION, prediction)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject()
                        .put("frameId", frame.getFrameId())
                        .put("camera", frame.getCameraId())
                        .put("prediction", prediction)
                        .encode());
    }
}
