package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an operator sees on the dashboard. */
class DashboardIT extends InBrowser {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Instant now = Instant.now();

    DashboardIT(Chromium chromium) {
        super(chromium);
    }

    @Test
    void shouldNameTheCamerasInTroubleAndWhy() {
        MadeUpFleet.introduce(stub, now);

        openLive("/");

        awaitText("#headline", "2 of 20 cameras are in trouble: pier-2, gate");
        assertThat(chromium.text("#troubles li:nth-child(1)")).contains("pier-2", "No frame for 17 min.");
        assertThat(chromium.text("#troubles li:nth-child(2)"))
                .contains(
                        "gate",
                        "of 52 frames abstained in the last full minute; 9% of 3,120 before.",
                        "Mostly: not confident.");
        assertThat(chromium.text("#cameras li:nth-child(1)")).contains("pier-2", "silent");
        assertThat(chromium.text("#cameras li:nth-child(2)")).contains("gate", "abstains unusually often");
        assertThat(chromium.text("#cameras li:nth-child(3)")).contains("dock-1", "as usual");
        assertThat(chromium.number("document.querySelectorAll('#cameras li').length"))
                .isEqualTo(20);
        assertQuiet();
    }

    @Test
    void shouldTellOfADepartureWhenItHappensAndOfTheReturn() {
        // Given
        JsonObject usual = ContractJson.window("gate", now.minus(MINUTE.multipliedBy(2)), MINUTE, 48, 4, "usual");
        JsonObject latest = ContractJson.certified("f-1", "gate", "ship", 0.4, now);
        stub.knows(ContractJson.camera("gate", "usual", null, latest, new JsonArray().add(usual)));
        openLive("/");
        awaitText("#headline", "No camera is in trouble: 1 of 1 camera as usual.");

        // When
        JsonObject window = ContractJson.window("gate", now.minus(MINUTE), MINUTE, 26, 26, "departed");
        stub.tells("statistics", window);
        stub.tells("camera-event", ContractJson.event("gate", "departed", window));

        // Then
        awaitText("#headline", "The camera gate is in trouble.");
        assertThat(chromium.text("#troubles")).contains("50% of 52 frames abstained", "Since ");
        awaitPart("#cameras li", "abstained 50%");
        assertThat(chromium.evaluate("document.querySelector('.markers').getAttribute('d')"))
                .as("a marker at the departure")
                .asString()
                .startsWith("M");

        // When
        stub.tells("statistics", ContractJson.window("gate", now, MINUTE, 49, 3, "usual"));

        // Then
        awaitText("#headline", "No camera is in trouble: 1 of 1 camera as usual.");
        assertThat(chromium.text("#troubles")).isEmpty();
        assertQuiet();
    }

    @Test
    void shouldTellOfRejectionsAndOfWorkersThatAreAway() {
        JsonObject window = ContractJson.window("yard", now.minus(MINUTE), MINUTE, 1, 0, "usual")
                .put("rejected", 30);
        JsonObject latest = ContractJson.rejected("f-9", "yard", 9, now);
        stub.knows(ContractJson.camera("yard", "usual", null, latest, new JsonArray().add(window)));
        stub.fleet = MadeUpWorkers.fleet(now, 400, now.minusSeconds(200));

        openLive("/");

        awaitText("#headline", "The camera yard is in trouble. Frames wait, and no worker votes.");
        awaitPart("#troubles", "30 of 31 frames could not be taken in the last full minute. The latest: not an image.");
        assertThat(chromium.text("#troubles")).contains("No worker has voted for 3 min, and 400 tasks wait.");
    }

    @Test
    void shouldSumUpWindowsWithoutOverstating() {
        // Given: 100 labelled frames of which 40 are certified as labelled, 10 of them in the bin from 0.10
        JsonObject window = ContractJson.window("door", now.minus(MINUTE), MINUTE, 60, 40, "usual")
                .put("labelled", 100)
                .put("correct", 40)
                .put("radiusCounts", new JsonArray().add(30).add(20).add(10))
                .put("correctRadiusCounts", new JsonArray().add(20).add(10).add(10))
                .put("latencyMillisSum", 50_000)
                .put("latencyMillisMax", 2100)
                .put("samples", 110_000);
        stub.knows(ContractJson.camera("door", "usual", null, null, new JsonArray().add(window)));

        // When
        openLive("/");
        awaitPart("#figure-accuracy .caption", "Of 100 frames that came with their truth");
        chromium.evaluate("document.querySelectorAll('.figures details').forEach((one) => (one.open = true))");

        // Then
        awaitPart("#figure-accuracy table", "0.000\t40.0%");
        assertThat(chromium.text("#figure-accuracy table")).contains("0.050\t20.0%", "0.100\t10.0%", "0.150\t0.0%");
        assertThat(chromium.text("#figure-radii table")).contains("0.000 to 0.050\t30", "0.100 to 0.150\t10");
        assertThat(chromium.text("#figure-reasons"))
                .contains("40 of 100 frames abstained (40%)", "35 (88%)", "no valid votes");
        assertThat(chromium.text("#figure-latency table")).contains("500 ms\t2.1 s");
        assertThat(chromium.text("#figure-samples .caption")).contains("1,100 in the last full minute");
        assertThat(chromium.text("#figure-abstentions .caption")).contains("40% in the last full minute");
        assertThat(chromium.text("#glance-abstained")).isEqualTo("40%");
    }

    @Test
    void shouldSayOfEveryRateAndShareThatItIsOfTheLastFullMinute() {
        // Given: 120 answers in the last full minute, others before and since
        JsonArray windows = new JsonArray()
                .add(ContractJson.window("door", now.minus(MINUTE.multipliedBy(2)), MINUTE, 10, 50, "usual"))
                .add(ContractJson.window("door", now.minus(MINUTE), MINUTE, 108, 12, "usual")
                        .put("radiusSum", 54.0)
                        .put("latencyMillisSum", 120 * 1_201L + 1))
                .add(ContractJson.window("door", now, MINUTE, 1, 9, "usual").put("closed", false));
        stub.knows(ContractJson.camera("door", "usual", null, null, windows));

        // When
        openLive("/");

        // Then
        awaitText("#glance-title", "In the last full minute");
        assertThat(chromium.text("#glance-when")).matches("\\d\\d:\\d\\d:\\d\\d to \\d\\d:\\d\\d:\\d\\d");
        assertThat(chromium.text("#glance-rate")).isEqualTo("2.0");
        assertThat(chromium.text("#glance-abstained")).isEqualTo("10%");
        assertThat(chromium.text("#glance-radius")).isEqualTo("0.500");
        assertThat(chromium.text("#glance-latency")).as("rounded up").isEqualTo("1.3 s");
        assertThat(chromium.text("#cameras li")).contains("abstained 10%");
        assertThat(chromium.text("#figures")).contains("in windows of a minute", "10% in the last full minute");
        assertThat(chromium.text("main")).doesNotContain("last window", "in the latest");
        assertQuiet();
    }

    @Test
    void shouldNameTheWindowsActualLength() {
        Duration length = Duration.ofSeconds(10);
        JsonObject window = ContractJson.window("door", now.minus(length), length, 18, 2, "usual");
        stub.knows(ContractJson.camera("door", "usual", null, null, new JsonArray().add(window)));

        openLive("/");

        awaitText("#glance-title", "In the last full 10 s");
        assertThat(chromium.text("#glance-rate")).isEqualTo("2.0");
        assertThat(chromium.text("#figures-from")).endsWith("in windows of 10 s");
    }

    @Test
    void shouldTellOfSlowAnswers() {
        JsonArray windows = new JsonArray();
        for (int i = 8; i >= 1; i--) {
            windows.add(ContractJson.window("door", now.minus(MINUTE.multipliedBy(i)), MINUTE, 50, 0, "usual")
                    .put("latencyMillisSum", i == 1 ? 50 * 8_200L : 50 * 1_300L));
        }
        stub.knows(ContractJson.camera("door", "usual", null, null, windows));
        stub.operator = false;

        openLive("/");

        awaitText("#headline", "Answers are slow.");
        awaitPart("#troubles", "All cameras: An answer took 8.2 s on average in the last full minute; 1.3 s is usual.");
    }

    @Test
    void shouldTellOfAFullQueue() {
        JsonObject window = ContractJson.window("door", now.minus(MINUTE), MINUTE, 50, 0, "usual");
        stub.knows(ContractJson.camera("door", "usual", null, null, new JsonArray().add(window)));
        stub.fleet = MadeUpWorkers.fleet(now, 50_300, now);

        openLive("/");

        awaitText("#headline", "The queue is full.");
        awaitPart(
                "#troubles",
                "The queue: 50,300 tasks wait in noise-tasks; while more than 50,000 do, no frames are taken.");
    }

    @Test
    void shouldSayWhatACameraThatIsBeingLearnedWaitsFor() {
        JsonObject first = ContractJson.window("door", now.minus(MINUTE), MINUTE, 11, 1, "learning")
                .put("pastFrames", 0)
                .put("pastAbstained", 0);
        stub.knows(ContractJson.camera("door", "learning", null, null, new JsonArray().add(first)));

        openLive("/");

        awaitPart("#cameras li", "learning what is usual: 12 of 50 answers");
        awaitText(
                "#headline",
                "1 camera: none is in trouble that shows. What is usual is still being learned. That takes 50 answers in"
                        + " full windows; door has 12.");
    }

    @Test
    void shouldExplainTermsWhereTheyStandByKeyboardToo() {
        MadeUpFleet.introduce(stub, now);
        openLive("/");
        awaitText("#backlog-tasks", "112");
        assertThat(chromium.evaluate("[...new Set([...document.querySelectorAll('.term')]"
                        + ".map((term) => term.textContent.toLowerCase()))].sort().join(', ')"))
                .isEqualTo("dead letters, lower bound, probe, redeliveries, stable within");

        chromium.evaluate(
                "[...document.querySelectorAll('.term')].find((term) => term.textContent === 'Redeliveries').focus()");
        chromium.press("Enter");

        assertThat(chromium.text(".explanation:popover-open"))
                .startsWith("Tasks that a worker got which had been given");
        chromium.press("Enter");
        assertThat(chromium.shows(".explanation:popover-open")).isFalse();
        assertQuiet();
    }

    @Test
    void shouldComeToTroubleAndAnswersBeforeTheFiguresOnAPhone() {
        MadeUpFleet.introduce(stub, now);
        chromium.screen(360, 800, "light");
        openLive("/");
        awaitPart("#headline", "in trouble");
        String order =
                "[...document.querySelectorAll('main > section')].map((section) => section.id || 'headline').join(' ')";

        assertThat(chromium.evaluate(order))
                .isEqualTo("headline cameras-section predictions glance figures workings try-section");
        assertThat(
                        chromium.evaluate(
                                "[...document.querySelectorAll('main > section')].every((section, index, all) =>"
                                        + " index === 0 || section.getBoundingClientRect().top >= all[index - 1].getBoundingClientRect().bottom)"))
                .as("what is seen is in the order of the document, which keyboard and screen reader follow")
                .isEqualTo(true);

        chromium.screen(WIDTH, HEIGHT, "light");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(chromium.evaluate(order))
                .isEqualTo("headline glance cameras-section predictions figures workings try-section"));
    }

    @Test
    void shouldSpeakOfARadiusAsTheFramesPageDoes() {
        String said = "each of 3,072 values by less than 2.82 of 255 steps";
        stub.arrives(ContractJson.certified("f-1", "door", "cat", 0.6129999, now));
        openLive("/");
        awaitPart("#rows", said);

        chromium.open(stub.uri("/frames/f-1"));

        awaitPart("#explanation", said);
    }

    @Test
    void shouldReadTheAnswersNameOfTheNextVersion() {
        JsonObject answer = ContractJson.certified("f-1", "door", "cat", 0.6, now);
        answer.remove("label");
        stub.arrives(answer.put("className", "tabby"));

        openLive("/");

        awaitText("#rows tr:nth-child(1) .label", "tabby");
        assertThat(chromium.text("#cameras")).contains("tabby stable within 0.600");
    }

    @Test
    void shouldSayWhereCameraEventsGoOrHowToHaveThemGoSomewhere() {
        openLive("/");
        awaitPart("#webhook", "set gateway.webhook.url and gateway.webhook.secret-file");

        stub.fleet = MadeUpWorkers.fleet(now, 0, now)
                .put(
                        "webhook",
                        new JsonObject()
                                .put("to", "https://hooks.example.org")
                                .put("events", new JsonArray().add("departed").add("returned"))
                                .put("delivered", 3)
                                .put("refused", 0)
                                .put("givenUp", 1)
                                .put("waiting", 2)
                                .put("trouble", "status 500"));
        openLive("/");

        awaitText(
                "#webhook",
                "When a camera changes (departed, returned), it is posted to https://hooks.example.org. By this gateway since"
                        + " it started: 3 delivered, 0 refused, 1 given up, 2 waiting. The last attempt failed: status 500.");
    }

    @Test
    void shouldShowWorkersToThoseWhoMaySeeThem() {
        stub.fleet = MadeUpWorkers.fleet(now, 112, now);
        openLive("/");
        awaitText("#backlog-tasks", "112");
        assertThat(chromium.text("#workers")).contains("worker-2", "1,691");
        assertThat(chromium.text("#letters")).contains("task failed", "noise-tasks/0/90210");
        assertThat(chromium.text("#models")).contains("cifar10-demo 1.0.0: 10 classes");
        assertThat(chromium.shows("#queues")).as("there is one").isFalse();

        stub.operator = false;
        openLive("/");

        awaitPart("#workings-note", "role \u201coperate\u201d");
        assertThat(chromium.shows("#workings-content")).isFalse();
    }

    @Test
    void shouldShowEachQueueAndWhichModelGivesNoAnswersWhereThereAreSeveral() throws IOException {
        MadeUpFleet.introduce(stub, now);
        stub.fleet = MadeUpWorkers.withCandidate(MadeUpWorkers.fleet(now, 112, now), 50_300);

        openLive("/");

        awaitText("#backlog-tasks", "112");
        assertThat(chromium.text("#queues tbody tr:nth-child(1)"))
                .isEqualToNormalizingWhitespace("noise-tasks cifar10-demo 1.0.0 112");
        assertThat(chromium.text("#queues tbody tr:nth-child(2)"))
                .isEqualToNormalizingWhitespace("noise-tasks-candidate cifar10-next 1.1.0 (gives no answers) 50,300");
        assertThat(chromium.text("#models p:nth-child(1)")).startsWith("cifar10-demo 1.0.0: 10 classes");
        assertThat(chromium.text("#models p:nth-child(2)"))
                .startsWith("cifar10-next 1.1.0 (gives no answers): 10 classes");
        chromium.evaluate("document.getElementById('workings').scrollIntoView()");
        look("queues", "light", WIDTH, HEIGHT);
        look("queues-phone", "light", 390, 844);
        assertQuiet();
    }

    @Test
    void shouldOpenAFrameWithTheKeyboardAlone() {
        // Given
        MadeUpFleet.introduce(stub, now);
        openLive("/");
        awaitText("#headline", "2 of 20 cameras are in trouble: pier-2, gate");
        chromium.press("Tab");
        assertThat(chromium.evaluate("document.activeElement.className")).isEqualTo("skip");
        chromium.press("Enter");

        // When
        int steps = 0;
        while (!Boolean.TRUE.equals(chromium.evaluate("document.activeElement.matches('#cameras li h3 a')"))
                && steps++ < 30) {
            chromium.press("Tab");
        }
        chromium.press("Enter");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(chromium.evaluate("location.pathname"))
                .isEqualTo("/frames/pier-2-0"));
    }

    @Test
    void shouldFitLightDarkAndPhone() throws IOException {
        // Given
        MadeUpFleet.introduce(stub, now);
        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            Instant at = now.minusMillis(6000 - 100L * i);
            String camera = MadeUpFleet.CAMERAS.get(i * 7 % 20);
            boolean abstains = i % 9 == 4 || camera.equals("gate");
            if (!camera.equals("pier-2")) {
                stub.arrives(
                        abstains
                                ? ContractJson.abstained("f-" + i, camera, "not-confident", at)
                                : MadeUpFleet.certified("f-" + i, camera, at, random));
            }
        }

        // When
        chromium.screen(WIDTH, 3400, "light");
        openLive("/");
        awaitText("#headline", "2 of 20 cameras are in trouble: pier-2, gate");
        awaitText("#glance-workers", "3");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(chromium.number(
                        "[...document.querySelectorAll('.thumbnail')].filter(({ width }) => width === 64).length"))
                .isEqualTo(20));

        // Then
        look("wide", "light", WIDTH, 3400);
        look("wide", "dark", WIDTH, 3400);
        look("phone", "light", 360, 3000);
        look("phone", "dark", 360, 3000);
        chromium.evaluate("const theme = document.getElementById('theme'); theme.value = 'light';"
                + " theme.dispatchEvent(new Event('change'))");
        assertThat(chromium.evaluate("getComputedStyle(document.body).backgroundColor"))
                .as("a theme that was chosen goes before the system's")
                .isEqualTo("rgb(244, 246, 245)");
        chromium.evaluate("localStorage.clear()");
        assertQuiet();
    }
}
