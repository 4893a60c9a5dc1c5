package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.Frame;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More frames than the gateway may hold, while the brokers hang. */
class FloodTest {

    private static final int MOST = 32;
    private static final int FRAMES = 2000;
    private static final int CLIENTS = 200;

    @Test
    void shouldHoldNoMoreThanItMayAndRecover() throws Exception {
        CompletableFuture<Void> brokersAreBack = new CompletableFuture<>();
        try (RunningFront front = RunningFront.with("gateway.max-in-flight=" + MOST, "gateway.kafka-timeout=60s")) {
            // Given
            front.brokers = frame -> brokersAreBack;
            List<CompletableFuture<HttpResponse<String>>> held = IntStream.range(0, MOST)
                    .mapToObj(i -> front.sendAsync(frame(front)))
                    .toList();
            await().untilAsserted(() -> assertThat(front.published).hasSize(MOST));

            // When
            for (int sent = MOST; sent < FRAMES; sent += CLIENTS) {
                Map<Integer, Long> statuses = IntStream.range(0, Math.min(CLIENTS, FRAMES - sent))
                        .mapToObj(i -> front.sendAsync(frame(front)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));
                assertThat(statuses).containsOnlyKeys(429);
            }

            // Then
            assertThat(front.published).as("frames in memory").hasSize(MOST);
            brokersAreBack.complete(null);
            for (CompletableFuture<HttpResponse<String>> answer : held) {
                assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
            }
            assertThat(front.send(frame(front)).statusCode()).isEqualTo(202);
            assertThat(front.published)
                    .extracting(Frame::getFrameId)
                    .doesNotHaveDuplicates()
                    .hasSize(MOST + 1);
        }
    }

    private static HttpRequest.Builder frame(RunningFront front) {
        return front.request("/v1/cameras/door/frames")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(Arrays.copyOf(MadeUp.png(), 10_000)));
    }
}
