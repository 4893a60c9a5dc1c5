package dev.steadfast.gateway.webhook;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts events to the receiver, signed. What that answers is not read, but for its status. Blocks; used by one thread. */
final class WebhookClient {

    static final String ID = "X-Steadfast-Event-Id";
    static final String TIMESTAMP = "X-Steadfast-Timestamp";
    static final String SIGNATURE = "X-Steadfast-Signature";

    private final URI address;
    private final SigningSecret secret;
    private final Duration timeout;
    private final InstantSource clock;
    private final HttpClient client;

    WebhookClient(WebhookSettings settings, SigningSecret secret, InstantSource clock) {
        this.address = URI.create(settings.url());
        this.secret = secret;
        this.timeout = settings.timeout();
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // an upgrade, which others begin with, confuses small receivers
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /** Posts an event once. */
    Delivery post(WebhookEvent event) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request(event), BodyHandlers.discarding());
        try {
            HttpResponse<Void> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return Delivery.of(response.statusCode(), pause(response));
        } catch (TimeoutException e) {
            return Delivery.failed("no answer within %d ms".formatted(timeout.toMillis()));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Delivery.failed(
                    cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage()));
        } finally {
            answer.cancel(true); // ends an exchange that goes on, also where the thread was interrupted
        }
    }

    private HttpRequest request(WebhookEvent event) {
        long now = clock.instant().getEpochSecond();
        byte[] body = event.body().getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("User-Agent", "steadfast-gateway")
                .header(ID, event.id())
                .header(TIMESTAMP, Long.toString(now))
                .header(SIGNATURE, secret.sign(now, body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    /** What {@code Retry-After} asks for, in seconds; dates are not read. */
    private static Duration pause(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
    }
}
