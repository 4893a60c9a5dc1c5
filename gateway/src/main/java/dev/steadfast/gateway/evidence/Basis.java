package dev.steadfast.gateway.evidence;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.gateway.fleet.Fleet;
import dev.steadfast.gateway.fleet.ServedModel;
import dev.steadfast.gateway.http.Sha256;
import dev.steadfast.gateway.http.Visibility;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.predictions.Answers;
import dev.steadfast.gateway.predictions.PredictionsApi;
import dev.steadfast.gateway.problems.Problem;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** What evidence begins with: the answer that a client may see, the certified input, the bundle that voted. Confined to the gateway's event loop. */
public final class Basis {

    private final Answers answers;
    private final Visibility visibility;
    private final Archive archive;
    private final Fleet fleet;

    public Basis(Answers answers, Visibility visibility, Archive archive, Fleet fleet) {
        this.answers = answers;
        this.visibility = visibility;
        this.archive = archive;
        this.fleet = fleet;
    }

    /**
     * The answer that a request is about.
     *
     * @throws dev.steadfast.gateway.problems.ProblemException 404 if it is not remembered, or the client may not see it; 503 if it is not known yet
     */
    Answer answer(RoutingContext request) {
        answers.requireRebuilt();
        var sees = visibility.of(request);
        return answers.find(request.pathParam("frameId"))
                .filter(found -> sees.test(found.cameraId()))
                .orElseThrow(PredictionsApi::unknownFrame);
    }

    /** Something that is made of a certified input by the bundle that voted on it. */
    interface Evidence<T> {
        Future<T> of(AcceptedFrame frame, ServedModel model);
    }

    /**
     * Fetches the certified input, and makes something of it.
     *
     * @return fails with a problem: 409 if the bundle that voted is not served now or the input is another one, 410 if it is gone, 503 if Kafka
     *     does not answer; or as the evidence does
     */
    <T> Future<T> withInput(CertifiedPrediction prediction, Evidence<T> evidence) {
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
}
