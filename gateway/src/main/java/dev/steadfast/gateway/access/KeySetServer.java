package dev.steadfast.gateway.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A key set at an issuer's. Redirects are not followed; certificates are checked against the JVM's trust store. */
final class KeySetServer implements KeySetSource {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 1 << 20;
    private static final int OK = 200;

    private final Vertx vertx;
    private final URI address;
    private final HttpClient client;

    KeySetServer(URI address, Vertx vertx) {
        this.vertx = vertx;
        this.address = address;
        this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
    }

    @Override
    public Future<KeySet> fetch() {
        RequestOptions request =
                new RequestOptions().setAbsoluteURI(address.toString()).putHeader("Accept", "application/json");
        return client.request(request)
                .compose(sent -> sent.send().compose(this::read))
                .timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .map(content -> KeySet.of(vertx, new JsonObject(content)));
    }

    private Future<Buffer> read(HttpClientResponse response) {
        if (response.statusCode() != OK) {
            return Future.failedFuture("status " + response.statusCode());
        }
        Buffer content = Buffer.buffer();
        response.handler(part -> {
            if (content.length() + part.length() > MAX_BYTES) {
                response.request().reset();
            } else {
                content.appendBuffer(part);
            }
        });
        return response.end().map(content);
    }
}
