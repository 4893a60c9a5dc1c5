package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RateLimitsTest {

    private final ManualTime time = new ManualTime();

    @Test
    void shouldLetABurstPassAndThenTheRate() {
        RateLimits limits = new RateLimits(0.5, 3, time);

        assertThat(IntStream.range(0, 3))
                .allSatisfy(i -> assertThat(limits.take("a")).isEmpty());
        assertThat(limits.take("a")).contains(Duration.ofSeconds(2));

        time.pass(Duration.ofMillis(500));
        assertThat(limits.take("a")).contains(Duration.ofMillis(1500));

        time.pass(Duration.ofMillis(1500));
        assertThat(limits.take("a")).isEmpty();
        assertThat(limits.take("a")).isPresent();
    }

    @Test
    void shouldCountEachForItself() {
        RateLimits limits = new RateLimits(1, 1, time);

        assertThat(limits.take("a")).isEmpty();
        assertThat(limits.take("a")).isPresent();
        assertThat(limits.take("b")).isEmpty();
    }

    @Test
    void shouldForgetThoseWhoWereNotHeardOfForTheLongestTime() {
        RateLimits limits = new RateLimits(1, 1, time);
        limits.take("often");
        limits.take("once");
        for (int i = 0; i < RateLimits.REMEMBERED - 1; i++) {
            limits.take("often");
            limits.take("stranger " + i);
        }

        assertThat(limits.take("often")).as("remembered").isPresent();
        assertThat(limits.take("once")).as("forgotten").isEmpty();
    }

    @Test
    void shouldAskAKeyToComeAgainAndNoOther(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys");
        String eager = KeyFiles.add(keys, "eager", "*", Role.READ);
        String calm = KeyFiles.add(keys, "calm", "*", Role.READ);
        try (GuardedServer server = GuardedServer.with("api-keys=" + keys, "rate=0.01", "burst=2")) {
            assertThat(get(server, eager).statusCode()).isEqualTo(200);
            assertThat(get(server, eager).statusCode()).isEqualTo(200);

            HttpResponse<String> tooMany = get(server, eager);

            assertThat(tooMany.statusCode()).isEqualTo(429);
            assertThat(tooMany.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isBetween(90L, 100L);
            assertThat(get(server, calm).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldLimitAddressesWhereNoCredentialsAreAskedForOnlyIfToldTo() throws Exception {
        try (GuardedServer open = GuardedServer.with("rate=0.01", "burst=1");
                GuardedServer limited = GuardedServer.with("anonymous-rate=0.01", "burst=1")) {
            assertThat(open.send(open.request("/v1/cameras")).statusCode()).isEqualTo(200);
            assertThat(open.send(open.request("/v1/cameras")).statusCode()).isEqualTo(200);
            assertThat(limited.send(limited.request("/v1/cameras")).statusCode())
                    .isEqualTo(200);
            assertThat(limited.send(limited.request("/v1/cameras")).statusCode())
                    .isEqualTo(429);
        }
    }

    private static HttpResponse<String> get(GuardedServer server, String key) throws Exception {
        return server.send(server.request("/v1/cameras").header("X-Api-Key", key));
    }
}
