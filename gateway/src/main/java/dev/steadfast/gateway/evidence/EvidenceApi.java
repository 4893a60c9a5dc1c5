package dev.steadfast.gateway.evidence;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.SamplePicture;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.gateway.fleet.Fleet;
import dev.steadfast.gateway.fleet.ServedModel;
import dev.steadfast.gateway.http.Json;
import dev.steadfast.gateway.http.Parameters;
import dev.steadfast.gateway.http.Sha256;
import dev.steadfast.gateway.http.Visibility;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.predictions.Answers;
import dev.steadfast.gateway.predictions.PredictionsApi;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.images.ImageException;
import dev.steadfast.images.ImageType;
import dev.steadfast.smoothing.SamplingPlan;
import dev.steadfast.smoothing.TaskLayout;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Images, samples and replays of predictions. Confined to the gateway's event loop. */
public final class EvidenceApi {

    private static final int SAMPLES = 4;
    private static final String PNG = "image/png";

    private final Vertx vertx;
    private final Answers answers;
    private final Visibility visibility;
    private final Archive archive;
    private final ReplayDesk desk;
    private final Fleet fleet;
    private final Map<ReplayResult, Long> replays = new EnumMap<>(ReplayResult.class);

    public EvidenceApi(
            Vertx vertx, Answers answers, Visibility visibility, Archive archive, ReplayDesk desk, Fleet fleet) {
        this.vertx = vertx;
        this.answers = answers;
        this.visibility = visibility;
        this.archive = archive;
        this.desk = desk;
        this.fleet = fleet;
    }

    /** The handlers by operationId. */
    public Map<String, Handler<RoutingContext>> operations() {
        return Map.of(
                "getFrameImage", this::image,
                "getCertifiedInput", this::input,
                "getFrameSamples", this::samples,
                "replayPrediction", this::replay);
    }

    private void image(RoutingContext request) {
        archive.prediction(answer(request))
                .compose(archive::frame)
                .compose(this::picture)
                .onSuccess(picture -> send(request, picture))
                .onFailure(request::fail);
    }

    private void input(RoutingContext request) {
        archive.prediction(answer(request))
                .compose(archive::input)
                .compose(frame -> png(() -> Pixels.png(
                        Pixels.interleaved(frame.getImage(), frame.getInputHeight(), frame.getInputWidth()),
                        frame.getInputHeight(),
                        frame.getInputWidth())))
                .onSuccess(picture -> send(request, picture))
                .onFailure(request::fail);
    }

    private record Picture(String contentType, Buffer bytes) {}

    private Future<Picture> picture(Frame frame) {
        byte[] bytes = bytes(frame.getImage());
        ImageType type;
        try {
            type = ImageType.parse(frame.getContentType());
        } catch (ImageException e) {
            return Future.failedFuture(Problem.of(410, "the frame cannot be shown: " + e.getMessage())
                    .exception());
        }
        return type instanceof ImageType.RawRgb raw
                ? png(() -> Pixels.png(raw, bytes))
                : Future.succeededFuture(new Picture(type.contentType(), Buffer.buffer(bytes)));
    }

    private interface Drawing {
        byte[] draw();
    }

    private Future<Picture> png(Drawing drawing) {
        return vertx.executeBlocking(() -> new Picture(PNG, Buffer.buffer(drawing.draw())), false);
    }

    private static void send(RoutingContext request, Picture picture) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, picture.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=3600, immutable")
                .end(picture.bytes());
    }

    private void samples(RoutingContext request) {
        int count = Parameters.of(request).number("count").orElse(SAMPLES);
        archive.prediction(answer(request))
                .compose(prediction -> withInput(prediction, (frame, model) -> desk.illustrated(
                                prediction, frame, Math.min(count, samplesOf(prediction)), model.queue())
                        .compose(EvidenceApi::requireRun)
                        .map(votes -> samples(prediction, votes.batches().get(0), model.classes()))))
                .onSuccess(json -> Json.send(request, json))
                .onFailure(request::fail);
    }

    private void replay(RoutingContext request) {
        archive.prediction(answer(request))
                .compose(prediction -> {
                    TaskLayout layout = layout(prediction);
                    return withInput(prediction, (frame, model) -> desk.all(prediction, frame, layout, model.queue())
                            .map(again -> compared(new Comparison(prediction, layout, again, model.classes()))));
                })
                .onSuccess(json -> Json.send(request, json))
                .onFailure(request::fail);
    }

    private JsonObject compared(Comparison comparison) {
        replays.merge(comparison.result(), 1L, Long::sum);
        return comparison.json();
    }

    /** How many replays ended so. */
    public long replays(ReplayResult result) {
        return replays.getOrDefault(result, 0L);
    }

    private interface Evidence {
        Future<JsonObject> of(AcceptedFrame frame, ServedModel model);
    }

    private Future<JsonObject> withInput(CertifiedPrediction prediction, Evidence evidence) {
        Optional<ServedModel> model = fleet.model(prediction.getModelDigest());
        if (model.isEmpty()) {
            return Future.failedFuture(
                    Problem.of(409, "the bundle that voted, %s, is not served now".formatted(prediction.getModelName()))
                            .exception());
        }
        return archive.input(prediction).compose(frame -> {
            String digest = Sha256.of(frame.getImage());
            if (!digest.equals(prediction.getReceipt().getInputSha256())) {
                throw Problem.of(409, "the certified input in Kafka is not the one that the receipt speaks of")
                        .exception();
            }
            return evidence.of(frame, model.get());
        });
    }

    private Answer answer(RoutingContext request) {
        answers.requireRebuilt();
        var sees = visibility.of(request);
        return answers.find(request.pathParam("frameId"))
                .filter(found -> sees.test(found.cameraId()))
                .orElseThrow(PredictionsApi::unknownFrame);
    }

    private static Future<RepeatedVotes> requireRun(RepeatedVotes votes) {
        return votes.failures().isEmpty()
                ? Future.succeededFuture(votes)
                : Future.failedFuture(Problem.tryAgain(
                                503,
                                "the samples could not be made: "
                                        + votes.failures().get(0))
                        .exception());
    }

    private static TaskLayout layout(CertifiedPrediction prediction) {
        TaskLayout layout =
                new TaskLayout(plan(prediction), prediction.getReceipt().getTaskSamples());
        int tasks = prediction.getReceipt().getTasks();
        if (!layout.isLook(tasks)) {
            throw Problem.of(
                            409,
                            "the receipt speaks of %d tasks, which the plan could not have asked for".formatted(tasks))
                    .exception();
        }
        return layout;
    }

    private static SamplingPlan plan(CertifiedPrediction prediction) {
        if (prediction.getPlan() == PlanKind.UNKNOWN) {
            throw Problem.of(409, "this gateway does not know the plan of this prediction")
                    .exception();
        }
        return SamplingPlan.of(
                SamplingPlan.Kind.valueOf(prediction.getPlan().name()),
                prediction.getSigma(),
                prediction.getAlpha(),
                prediction.getSelectionSamples(),
                prediction.getEstimationSamples(),
                Optional.ofNullable(prediction.getTargetRadius()).orElse(0.0));
    }

    private static int samplesOf(CertifiedPrediction prediction) {
        return prediction.getSelectionSamples() + prediction.getEstimationSamples();
    }

    private static JsonObject samples(CertifiedPrediction prediction, VoteBatch votes, List<String> classes) {
        int height = prediction.getReceipt().getInputHeight();
        int width = prediction.getReceipt().getInputWidth();
        JsonArray list = new JsonArray();
        for (SamplePicture picture : votes.getIllustrations()) {
            @Nullable Integer cls = picture.getClassIndex();
            String name = Optional.ofNullable(cls)
                    .filter(index -> index < classes.size())
                    .map(classes::get)
                    .orElse(null);
            list.add(new JsonObject()
                    .put("sample", picture.getSample())
                    .put("noisy", base64(Pixels.interleaved(picture.getNoisy(), height, width)))
                    .put("denoised", base64(Pixels.interleaved(picture.getDenoised(), height, width)))
                    .put("class", cls)
                    .put("className", name)
                    .put("label", name)); // its former name
        }
        return new JsonObject()
                .put("frameId", prediction.getFrameId())
                .put("height", height)
                .put("width", width)
                .put("samples", list);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
