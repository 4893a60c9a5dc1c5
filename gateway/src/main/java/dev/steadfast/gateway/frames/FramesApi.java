package dev.steadfast.gateway.frames;

import dev.steadfast.avro.Frame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.gateway.access.Principal;
import dev.steadfast.gateway.bodies.ContentCoding;
import dev.steadfast.gateway.bodies.Parts;
import dev.steadfast.gateway.bodies.RequestBody;
import dev.steadfast.gateway.bodies.Reservation;
import dev.steadfast.gateway.http.Json;
import dev.steadfast.gateway.http.Preference;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.predictions.Answers;
import dev.steadfast.gateway.predictions.AwaitedAnswers;
import dev.steadfast.gateway.predictions.Progress;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import dev.steadfast.gateway.problems.Problems;
import dev.steadfast.schemas.TraceParent;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Frames over HTTP: one as the body, or several in parts. Confined to the gateway's event loop. */
public final class FramesApi {

    private static final int MULTI_STATUS = 207;

    private final Vertx vertx;
    private final FrameLimits limits;
    private final FrameDesk desk;
    private final Answers answers;
    private final AwaitedAnswers awaited;
    private final Progress progress;

    public FramesApi(
            Vertx vertx,
            FrameLimits limits,
            FrameDesk desk,
            Answers answers,
            AwaitedAnswers awaited,
            Progress progress) {
        this.vertx = vertx;
        this.limits = limits;
        this.desk = desk;
        this.answers = answers;
        this.awaited = awaited;
        this.progress = progress;
    }

    /** The handlers by operationId. */
    public Map<String, Handler<RoutingContext>> operations() {
        return Map.of("publishFrames", this::publish, "putFrame", this::publish);
    }

    private void publish(RoutingContext request) {
        CameraName camera = CameraName.of(request.pathParam("camera"));
        Principal principal = Principal.of(request);
        principal.require(camera.value());
        FrameQuery query = FrameQuery.read(
                        request.queryParams(),
                        camera,
                        Optional.ofNullable(request.request().getHeader("Idempotency-Key")))
                .tracedBy(request.request().getHeader(TraceParent.HEADER));
        Preference preference = Preference.of(request, limits.maxWait());
        desk.requireFeasible(query, principal);
        ContentCoding.of(request.request()); // images are compressed already
        if (Parts.areIn(request.request())) {
            several(request, camera, query, preference);
        } else {
            one(request, camera, query, preference);
        }
    }

    private void one(RoutingContext request, CameraName camera, FrameQuery query, Preference preference) {
        HttpServerRequest incoming = request.request();
        ImageClaim claim = ImageClaim.of(Optional.ofNullable(incoming.getHeader(HttpHeaders.CONTENT_TYPE)));
        Reservation room = desk.reserve(RequestBody.announcedBytes(incoming, limits.ofImage()));
        Future<ImageInHand> image = RequestBody.read(vertx, incoming, limits.ofImage(), room)
                .map(body -> {
                    room.hold(1, body.remaining());
                    return new ImageInHand(claim.resolve(body, "the body"), body);
                })
                .onFailure(failure -> room.close());
        image.compose(read -> desk.publish(camera, query, read.contentType(), read.bytes(), room))
                .compose(frame -> answer(frame, preference))
                .onSuccess(published -> respond(request, published, preference))
                .onFailure(request::fail);
    }

    private record ImageInHand(String contentType, ByteBuffer bytes) {}

    /** A frame that the brokers have, and its answer if it was waited for and came. */
    private record Published(Frame frame, Optional<Answer> answer) {

        String prediction() {
            return "/v1/predictions/" + URLEncoder.encode(frame.getFrameId(), StandardCharsets.UTF_8);
        }
    }

    private Future<Published> answer(Frame frame, Preference preference) {
        answers.await(frame.getFrameId(), frame.getCameraId());
        return preference
                .patience()
                .map(time -> awaited.await(frame, time))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .map(answer -> new Published(frame, answer));
    }

    private void respond(RoutingContext request, Published published, Preference preference) {
        if (request.response().ended() || request.response().closed()) {
            return; // nobody is there to read it
        }
        preference.announce(request);
        if (published.answer().isPresent()) {
            Json.send(request, 200, published.answer().get().json());
            return;
        }
        request.response().putHeader(HttpHeaders.LOCATION, published.prediction());
        Frame frame = published.frame();
        JsonObject accepted = new JsonObject()
                .put("frameId", frame.getFrameId())
                .put("camera", frame.getCameraId())
                .put("prediction", published.prediction());
        Json.send(request, 202, pending(accepted, frame, preference).encode());
    }

    /** A client that would wait, or come back, is told how far its frame is. */
    private JsonObject pending(JsonObject accepted, Frame frame, Preference preference) {
        return preference.given() ? progress.addTo(accepted, frame.getFrameId()) : accepted;
    }

    private void several(RoutingContext request, CameraName camera, FrameQuery query, Preference preference) {
        query.ofPart(limits.maxParts() - 1); // so that no id becomes too long later
        Reservation room = desk.reserve(RequestBody.announcedBytes(request.request(), limits.ofSeveral()));
        Parts.read(vertx, request.request(), limits.ofSeveral(), limits.ofParts(), room)
                .map(parts -> {
                    room.hold(
                            parts.size(),
                            parts.stream().mapToLong(Parts.Part::size).sum());
                    return parts;
                })
                .onFailure(failure -> room.close())
                .compose(parts -> publishAll(parts, camera, query, preference, room))
                .onSuccess(items -> {
                    preference.announce(request);
                    Json.send(
                            request,
                            MULTI_STATUS,
                            new JsonObject().put("frames", new JsonArray(items)).encode());
                })
                .onFailure(request::fail);
    }

    private Future<List<JsonObject>> publishAll(
            List<Parts.Part> parts, CameraName camera, FrameQuery query, Preference preference, Reservation room) {
        List<Future<JsonObject>> items = new ArrayList<>();
        for (int index = 0; index < parts.size(); index++) {
            Parts.Part part = parts.get(index);
            items.add(publish(part, camera, query.ofPart(index), room)
                    .compose(frame -> answer(frame, preference))
                    .map(published -> item(part, published, preference))
                    .otherwise(failure -> item(part, Problems.of(failure))));
        }
        return Future.all(items).map(all -> items.stream().map(Future::result).toList());
    }

    private Future<Frame> publish(Parts.Part part, CameraName camera, FrameQuery query, Reservation room) {
        ImageInHand image;
        try {
            image = imageIn(part);
        } catch (ProblemException e) {
            room.free(part.size());
            return Future.failedFuture(e);
        }
        return desk.publish(camera, query, image.contentType(), image.bytes(), room);
    }

    private ImageInHand imageIn(Parts.Part part) {
        ByteBuffer bytes =
                part.bytes().orElseThrow(() -> RequestBody.imageTooLarge("the part", limits.maxImageBytes()));
        if (!bytes.hasRemaining()) {
            throw Problem.of(422, "the part is empty")
                    .because(RejectionReason.EMPTY_IMAGE)
                    .exception();
        }
        return new ImageInHand(ImageClaim.ofPart(part.contentType()).resolve(bytes, "the part"), bytes);
    }

    private JsonObject item(Parts.Part part, Published published, Preference preference) {
        JsonObject item = described(part)
                .put("status", published.answer().isPresent() ? 200 : 202)
                .put("frameId", published.frame().getFrameId())
                .put("prediction", published.prediction());
        return published
                .answer()
                .map(answer -> item.put("answer", new JsonObject(answer.json())))
                .orElseGet(() -> pending(item, published.frame(), preference));
    }

    private static JsonObject item(Parts.Part part, Problem problem) {
        return described(part).put("status", problem.status()).put("problem", problem.toJson());
    }

    private static JsonObject described(Parts.Part part) {
        return new JsonObject().put("name", part.name()).put("fileName", part.fileName());
    }
}
