package dev.steadfast.gateway.problems;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.openapi.validation.ValidatorException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes every failure of a router a {@link Problem}: those thrown by handlers, and those that the router itself finds. */
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final int BAD_REQUEST = 400;

    /** What the router answers by itself: a malformed address, no such path, no such method. */
    private static final List<Integer> ROUTERS_OWN = List.of(BAD_REQUEST, 404, 405);

    private Problems() {}

    /** Lets a router's failures be answered so. */
    public static void handle(Router router) {
        router.route().failureHandler(request -> send(request, request.statusCode()));
        ROUTERS_OWN.forEach(status -> router.errorHandler(status, request -> send(request, status)));
    }

    private static void send(RoutingContext request, int status) {
        request.response().headers().remove(HttpHeaders.CONTENT_TYPE);
        problem(request, status).answer(request.request(), request.vertx());
    }

    /** Answers what is no HTTP, or more of it than is read. */
    public static void malformed(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        Problem problem;
        if (cause instanceof TooLongHttpLineException) {
            problem = Problem.of(414, "the address is too long");
        } else if (cause instanceof TooLongHttpHeaderException) {
            problem = Problem.of(431, "the headers are too long in all");
        } else {
            problem = Problem.of(BAD_REQUEST, "the request is malformed");
        }
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        problem.write(request);
        request.connection().close();
    }

    /** What a client is told of a failure; one that is not the client's is logged, and not told. */
    public static Problem of(Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        LOG.atError().setCause(failure).log("Request failed");
        return Problem.of(500, "the gateway failed; its log says more");
    }

    private static Problem problem(RoutingContext request, int status) {
        Throwable failure = request.failure();
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if (failure instanceof ValidatorException invalid) {
            return Problem.of(BAD_REQUEST, String.valueOf(invalid.getMessage()));
        }
        if (status == BAD_REQUEST || failure instanceof HttpException) {
            return Problem.of(BAD_REQUEST, "the request is malformed");
        }
        if (failure == null) {
            return Problem.of(
                    status,
                    "%s %s is nothing that is served here%s"
                            .formatted(
                                    request.request().method(),
                                    request.request().path(),
                                    Problem.isOfInference(request.request().path())
                                            ? "; inference is at /v2/models/{model}/infer, and GET /v2/models lists the models"
                                            : ""));
        }
        LOG.atError()
                .setCause(failure)
                .addKeyValue("method", request.request().method())
                .addKeyValue("path", request.request().path())
                .log("Request failed");
        return Problem.of(500, "the gateway failed; its log says more");
    }
}
