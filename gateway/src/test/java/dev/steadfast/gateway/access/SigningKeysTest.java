package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SigningKeysTest {

    private static final Issuer OLD = Issuer.rsa("old");
    private static final Issuer NEW = Issuer.rsa("new");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final ManualTime time = new ManualTime();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile Optional<JsonObject> published = Optional.of(Issuer.keySet(OLD));
    private HttpServer server = vertx.createHttpServer();

    @BeforeEach
    void start() {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    fetches.incrementAndGet();
                    published.ifPresentOrElse(
                            keys -> request.response().end(keys.encode()),
                            () -> request.response().setStatusCode(500).end());
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @AfterEach
    void stop() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void shouldFetchAgainForAnUnknownKeyButNotOftenerThanItMay() {
        SigningKeys keys = new SigningKeys(this::count, Optional.empty(), time);
        TokenHeader unknown = new TokenHeader("RS256", Optional.of("unknown"), false);
        TokenHeader known = new TokenHeader("RS256", Optional.of("old"), false);

        keys.forToken(unknown);
        keys.forToken(unknown);
        keys.forToken(known);
        assertThat(fetches).hasValue(1);

        time.pass(SigningKeys.PAUSE.minusMillis(1));
        keys.forToken(unknown);
        assertThat(fetches).hasValue(1);

        time.pass(Duration.ofMillis(1));
        keys.forToken(known);
        assertThat(fetches).hasValue(1);
        keys.forToken(unknown);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void shouldWaitWithAllOthersForTheFetchThatIsUnderWay() {
        Promise<KeySet> fetched = Promise.promise();
        SigningKeys keys = new SigningKeys(
                () -> {
                    fetches.incrementAndGet();
                    return fetched.future();
                },
                Optional.empty(),
                time);
        TokenHeader header = new TokenHeader("RS256", Optional.of("old"), false);

        Future<Optional<KeySet>> one = keys.forToken(header);
        Future<Optional<KeySet>> other = keys.forToken(header);
        assertThat(one.isComplete()).isFalse();
        fetched.complete(KeySet.of(vertx, Issuer.keySet(OLD)));

        assertThat(one.result()).isPresent();
        assertThat(other.result()).isPresent();
        assertThat(fetches).hasValue(1);
    }

    @Test
    void shouldKeepTheOldKeysWhenAFetchFails() {
        SigningKeys keys = new SigningKeys(
                () -> Future.failedFuture("down"), Optional.of(KeySet.of(vertx, Issuer.keySet(OLD))), time);

        keys.refresh();

        assertThat(keys.forToken(new TokenHeader("RS256", Optional.of("old"), false))
                        .result())
                .isPresent();
    }

    @Test
    void shouldTakeTokensOfANewKeyAtOnceAndLoseNothingOfTheirBodies() throws Exception {
        try (GuardedServer gateway = gateway("jwks-refresh=1h")) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(fetches).hasPositiveValue());
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(publish(gateway, OLD).statusCode()).isEqualTo(200));

            published = Optional.of(Issuer.keySet(OLD, NEW));
            HttpResponse<String> answer = publish(gateway, NEW);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"bytes\":100000");
        }
    }

    @Test
    void shouldStartWithoutTheIssuerAndAskTokensToComeAgainUntilItIsThere() throws Exception {
        published = Optional.empty();
        try (GuardedServer gateway = gateway("jwks-refresh=1s")) {
            HttpResponse<String> early = publish(gateway, OLD);
            assertThat(early.statusCode()).isEqualTo(503);
            assertThat(early.headers().firstValue("Retry-After")).contains("1");

            published = Optional.of(Issuer.keySet(OLD));

            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(publish(gateway, OLD).statusCode()).isEqualTo(200));
        }
    }

    @Test
    void shouldNotReadAnEndlessKeySet() {
        published = Optional.of(Issuer.keySet(OLD).put("padding", "x".repeat(1 << 20)));
        KeySetServer source = new KeySetServer(URI.create("http://127.0.0.1:" + server.actualPort() + "/"), vertx);

        Future<KeySet> fetched = source.fetch();

        await().atMost(LIMIT).until(fetched::isComplete);
        assertThat(fetched.failed()).isTrue();
    }

    private Future<KeySet> count() {
        fetches.incrementAndGet();
        return Future.succeededFuture(KeySet.of(vertx, Issuer.keySet(OLD)));
    }

    private GuardedServer gateway(String refresh) {
        return GuardedServer.with(
                "jwks=http://127.0.0.1:" + server.actualPort() + "/jwks",
                "jwt-issuer=" + Issuer.NAME,
                "jwt-audience=" + Issuer.AUDIENCE,
                refresh);
    }

    private static HttpResponse<String> publish(GuardedServer gateway, Issuer issuer) throws Exception {
        return gateway.send(gateway.request("/v1/cameras/door/frames")
                .POST(BodyPublishers.ofByteArray(new byte[100_000]))
                .header("Authorization", "Bearer " + issuer.token(Issuer.claims(Role.PUBLISH))));
    }
}
