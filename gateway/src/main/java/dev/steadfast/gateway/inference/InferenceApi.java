package dev.steadfast.gateway.inference;

import dev.steadfast.avro.Frame;
import dev.steadfast.gateway.access.Principal;
import dev.steadfast.gateway.bodies.ContentCoding;
import dev.steadfast.gateway.bodies.RequestBody;
import dev.steadfast.gateway.bodies.Reservation;
import dev.steadfast.gateway.fleet.Fleet;
import dev.steadfast.gateway.frames.FrameDesk;
import dev.steadfast.gateway.frames.FrameLimits;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.predictions.AwaitedAnswers;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.schemas.TraceParent;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Open Inference Protocol: an inference is frames that are published and waited for, so it has the same certificates, and shows in the
 * same stream. Which bundle answers is decided by the deployment's routes, by camera, whichever of the bundles that answer is asked; the
 * response names those that did. Confined to the gateway's event loop.
 */
public final class InferenceApi {

    /** A camera's frames are more than the workers can vote on. */
    /** Rejections of which the image is not the cause: the same one may be taken later. */
    private static final Set<String> PASSING = Set.of("overloaded", "over-budget");

    /** So soon that may be over. */
    private static final Duration RELIEF = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final FrameLimits limits;
    private final FrameDesk desk;
    private final AwaitedAnswers awaited;
    private final Fleet fleet;
    private final ModelsApi models;
    private final InferenceReader reader;

    public InferenceApi(
            Vertx vertx, FrameLimits limits, FrameDesk desk, AwaitedAnswers awaited, Fleet fleet, ModelsApi models) {
        this.vertx = vertx;
        this.limits = limits;
        this.desk = desk;
        this.awaited = awaited;
        this.fleet = fleet;
        this.models = models;
        this.reader = new InferenceReader(new InferenceLimits(limits.maxParts(), limits.maxImageBytes()));
    }

    /** The handlers by operationId. */
    public Map<String, Handler<RoutingContext>> operations() {
        return Map.of("inferModel", this::infer, "inferModelVersion", this::infer);
    }

    private void infer(RoutingContext request) {
        models.require(request);
        models.requireReady();
        HttpServerRequest incoming = request.request();
        ContentCoding coding = ContentCoding.of(incoming, ContentCoding.GZIP, ContentCoding.DEFLATE);
        Reservation room = desk.reserve(RequestBody.announcedBytes(incoming, limits.ofSeveral()));
        RequestBody.read(vertx, incoming, limits.ofSeveral(), room)
                .compose(body -> vertx.executeBlocking(
                        () -> read(coding, body, Optional.ofNullable(incoming.getHeader(InferenceBody.HEADER)), room),
                        false))
                .map(inference -> {
                    Principal principal = Principal.of(request);
                    principal.require(inference.camera().value());
                    inference.images().forEach(image -> desk.requireFeasible(image.query(), principal));
                    room.hold(inference.images().size(), inference.bytes());
                    return inference;
                })
                .onFailure(failure -> room.close())
                .compose(inference -> answers(inference, incoming.getHeader(TraceParent.HEADER), room)
                        .map(answers -> response(inference, answers)))
                .onSuccess(response -> response.send(request))
                .onFailure(request::fail);
    }

    private InferenceRequest read(ContentCoding coding, ByteBuffer body, Optional<String> header, Reservation room) {
        return reader.read(InferenceBody.of(coding.decode(body, limits.maxRequestBytes(), room), header));
    }

    private Future<List<Answer>> answers(InferenceRequest inference, @Nullable String traceParent, Reservation room) {
        List<Future<Answer>> answers = new ArrayList<>();
        for (InferenceRequest.Image image : inference.images()) {
            answers.add(desk.publish(
                            inference.camera(),
                            image.query().tracedBy(traceParent),
                            image.contentType(),
                            image.bytes(),
                            room)
                    .compose(this::answer));
        }
        return Future.join(answers)
                .map(all -> answers.stream().map(Future::result).toList());
    }

    private Future<Answer> answer(Frame frame) {
        return awaited.await(frame, limits.maxWait()).map(answer -> {
            Answer there = answer.orElseThrow(() -> Problem.of(
                            504,
                            "no prediction within %d s; it will be at /v1/predictions/%s. So far: %s"
                                    .formatted(
                                            limits.maxWait().toSeconds(),
                                            frame.getFrameId(),
                                            fleet.prospects().describe(frame.getFrameId())))
                    .exception());
            if (there.rejection()) {
                JsonObject rejection = new JsonObject(there.json());
                String reason = rejection.getString("reason");
                String detail = "the image was rejected: %s: %s".formatted(reason, rejection.getString("message"));
                Problem problem = PASSING.contains(reason)
                        ? Problem.tryAgain(429, detail, RELIEF) // the image is not at fault
                        : Problem.of(422, detail);
                throw problem.because(reason).exception();
            }
            return there;
        });
    }

    /** The response has room for the name of one bundle; where several answered, the tensor {@code model} names each. */
    private InferenceResponse response(InferenceRequest inference, List<Answer> answers) {
        JsonObject first = new JsonObject(answers.get(0).json());
        JsonObject response = new JsonObject();
        fleet.model(first.getString("modelDigest"))
                .ifPresentOrElse(
                        model -> response.put("model_name", model.name()).put("model_version", model.version()),
                        () -> response.put("model_name", first.getString("modelName"))); // it was served until just now
        inference.id().ifPresent(id -> response.put("id", id));
        Buffer binary = Buffer.buffer();
        return new InferenceResponse(
                response.put("outputs", OutputTensors.of(answers, inference.outputs(), binary)), binary);
    }
}
