package dev.steadfast.gateway.evidence;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.SamplePicture;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.gateway.http.Json;
import dev.steadfast.gateway.http.Parameters;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.images.ImageException;
import dev.steadfast.images.ImageType;
import dev.steadfast.schemas.RecordBytes;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Images and samples of predictions. Confined to the gateway's event loop. */
public final class EvidenceApi {

    private static final int SAMPLES = 4;
    private static final String PNG = "image/png";

    private final Vertx vertx;
    private final Basis basis;
    private final Archive archive;
    private final ReplayDesk desk;

    public EvidenceApi(Vertx vertx, Basis basis, Archive archive, ReplayDesk desk) {
        this.vertx = vertx;
        this.basis = basis;
        this.archive = archive;
        this.desk = desk;
    }

    /** The handlers by operationId. */
    public Map<String, Handler<RoutingContext>> operations() {
        return Map.of(
                "getFrameImage", this::image,
                "getCertifiedInput", this::input,
                "getFrameSamples", this::samples);
    }

    private void image(RoutingContext request) {
        Answer answer = basis.answer(request);
        Future<Frame> frame = answer.rejection()
                ? archive.rejectedFrame(answer)
                : archive.prediction(answer).compose(archive::frame);
        frame.compose(this::picture)
                .onSuccess(picture -> send(request, picture))
                .onFailure(request::fail);
    }

    private void input(RoutingContext request) {
        archive.prediction(basis.answer(request))
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
        byte[] bytes = RecordBytes.copy(frame.getImage());
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
        archive.prediction(basis.answer(request))
                .compose(prediction -> basis.withInput(prediction, (frame, model) -> desk.illustrated(
                                prediction, frame, Math.min(count, samplesOf(prediction)), model.queue())
                        .all()
                        .compose(EvidenceApi::requireRun)
                        .map(votes -> samples(prediction, votes.batches().get(0), model.classes()))))
                .onSuccess(json -> Json.send(request, json))
                .onFailure(request::fail);
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
}
