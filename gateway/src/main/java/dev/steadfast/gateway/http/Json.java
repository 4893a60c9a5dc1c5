package dev.steadfast.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Answers in JSON that nobody may cache. */
public final class Json {

    private Json() {}

    public static Future<Void> send(RoutingContext request, JsonObject body) {
        return send(request, 200, body.encode());
    }

    public static Future<Void> send(RoutingContext request, int status, String body) {
        if (request.response().ended() || request.response().closed()) {
            return Future.succeededFuture(); // nobody is there to read it
        }
        return request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
    }
}
