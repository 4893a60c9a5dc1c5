package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The dashboard in a real browser. What it looked like is left in {@code target/page}. */
@ExtendWith(ChromiumExtension.class)
class DashboardBrowserTest {

    private static final Path LOOKS = Path.of("target", "page");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Chromium chromium;
    private final ContractStub stub = new ContractStub();

    DashboardBrowserTest(Chromium chromium) {
        this.chromium = chromium;
    }

    @BeforeEach
    void begin() {
        chromium.begin(1280, 1000, "light");
    }

    @AfterEach
    void stop() {
        chromium.begin(1280, 1000, "light");
        stub.close();
    }

    @Test
    void shouldLook() throws IOException {
        Instant now = Instant.now();
        MadeUpFleet.introduce(stub, now);
        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            String camera = MadeUpFleet.CAMERAS.get(i * 7 % 20);
            if (!camera.equals("pier-2")) {
                stub.arrives(
                        i % 9 == 4 || camera.equals("gate")
                                ? ContractJson.abstained(
                                        "f-" + i, camera, "not-confident", now.minusMillis(6000 - 100 * i))
                                : MadeUpFleet.certified("f-" + i, camera, now.minusMillis(6000 - 100 * i), random));
            }
        }
        chromium.open(stub.uri("/"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(chromium.text("#headline")).contains("in trouble"));
        await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
        System.out.println(chromium.complaints());
        chromium.screen(1280, 3400, "light");
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        chromium.screenshot(LOOKS.resolve("light.png"));
        chromium.screen(1280, 3400, "dark");
        chromium.screenshot(LOOKS.resolve("dark.png"));
        chromium.screen(360, 3000, "light");
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        chromium.screenshot(LOOKS.resolve("phone.png"));
        chromium.open(stub.uri("/frames/f-0"));
        chromium.screen(1280, 1700, "light");
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        System.out.println(chromium.complaints());
        chromium.screenshot(LOOKS.resolve("frame.png"));
    }
}
