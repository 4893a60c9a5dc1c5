package dev.steadfast.standalone.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.schemas.Topics;
import dev.steadfast.standalone.ClientBroker;
import dev.steadfast.standalone.SampleAnswers;
import dev.steadfast.standalone.Steadfast;
import dev.steadfast.standalone.camera.MjpegServer;
import dev.steadfast.standalone.camera.TestImages;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code publish} and {@code watch} against a broker; tests share it, each has cameras of its own. */
class PublishAndWatchIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @SuppressWarnings("NullAway.Init")
    private static ClientBroker broker;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        broker = ClientBroker.start(folder.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void shouldPublishWhatCanBePublishedAndSayTheIds() throws Exception {
        Files.write(folder.resolve("a.png"), TestImages.png(1));
        Files.write(folder.resolve("b.jpg"), TestImages.jpeg(2));
        Files.writeString(folder.resolve("c.png"), "no image");

        int status = run(
                "publish",
                "--camera",
                "some",
                "--label",
                "3",
                "--plan",
                "predict",
                "--sigma",
                "0.5",
                folder.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).contains("c.png: is neither PNG nor JPEG");
        List<Frame> frames = frames("some", 2);
        assertThat(frames).extracting(Frame::getContentType).containsExactly("image/png", "image/jpeg");
        assertThat(frames.get(0).getImage().array()).isEqualTo(TestImages.png(1));
        assertThat(frames).allSatisfy(frame -> {
            assertThat(frame.getGroundTruth()).isEqualTo(3);
            assertThat(frame.getOptions().getPlan()).isEqualTo(PlanKind.PREDICT);
            assertThat(frame.getOptions().getSigma()).isEqualTo(0.5);
            assertThat(frame.getOptions().getAlpha()).isNull();
        });
        assertThat(out.toString().lines())
                .containsExactly(
                        frames.get(0).getFrameId() + "  " + folder.resolve("a.png"),
                        frames.get(1).getFrameId() + "  " + folder.resolve("b.jpg"));
    }

    @Test
    void shouldLeaveWhatIsNotAskedForToTheDeployment() throws Exception {
        Path image = Files.write(folder.resolve("a.png"), TestImages.png(1));

        int status = run("publish", "--camera", "plain", image.toString());

        assertThat(status).isZero();
        assertThat(frames("plain", 1)).singleElement().satisfies(frame -> {
            assertThat(frame.getGroundTruth()).isNull();
            assertThat(frame.getOptions()).isNull();
        });
    }

    @Test
    void shouldPublishSomeOfWhatACameraShows() throws Exception {
        byte[] boundary = "--frame\r\n\r\n".getBytes(US_ASCII);
        try (MjpegServer server = MjpegServer.start()) {
            server.answering(
                    "HTTP/1.1 200 OK\nContent-Type: multipart/x-mixed-replace;boundary=frame\n\n",
                    boundary,
                    TestImages.jpeg(1),
                    boundary,
                    TestImages.jpeg(2),
                    boundary,
                    "no image".getBytes(US_ASCII),
                    boundary);

            int status =
                    run("publish", "--camera", "street", "--fps", "0.01", "--retry-for", "0s", server.url("/v?k=s"));

            assertThat(status).isEqualTo(1);
            assertThat(frames("street", 1))
                    .extracting(frame -> frame.getImage().array())
                    .containsExactly(TestImages.jpeg(1));
            assertThat(out.toString()).endsWith("  " + server.url("/v") + ", image 1" + System.lineSeparator());
            assertThat(err.toString())
                    .contains("/v, image 3: is neither PNG nor JPEG")
                    .contains("street: 1 published, 1 thinned, 0 dropped as late, 1 unusable");
        }
    }

    @Test
    void shouldSayWhyACameraGivesNothing() throws Exception {
        try (MjpegServer server = MjpegServer.start()) {
            server.answering("HTTP/1.1 404 Not Found\nContent-Length: 0\n\n");

            int status = run("publish", "--camera", "nowhere", server.url("/v"));

            assertThat(status).isEqualTo(1);
            assertThat(err.toString()).contains(server.url("/v") + " answers 404: there is nothing at this path");
        }
    }

    @Test
    void shouldReadThePasswordOfACameraFromAFile() throws Exception {
        Path secret = Files.writeString(folder.resolve("door.secret"), "user:word\n");
        try (MjpegServer server = MjpegServer.start()) {
            server.answering("HTTP/1.1 200 OK\nContent-Type: image/png\n\n", TestImages.png(3));

            int status = run("publish", "--camera", "secret", "--credentials", secret.toString(), server.url("/snap"));

            assertThat(status).isZero();
            assertThat(server.requests().get(0)).contains("Authorization: Basic dXNlcjp3b3Jk");
        }
        Files.writeString(secret, "word");
        assertThat(run("publish", "--camera", "secret", "--credentials", secret.toString(), "http://127.0.0.1:1/"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("the first line must be the user name, a colon and the password");
    }

    @Test
    void shouldRefuseSourcesAndOptionsThatDoNotGoTogether() {
        assertThat(run("publish", "--camera", "c", "http://a/", "x.png")).isEqualTo(2);
        assertThat(run("publish", "--camera", "c", "--watch", "-")).isEqualTo(2);
        assertThat(run("publish", "--camera", "c", "--latest", "x.png")).isEqualTo(2);
        assertThat(run("publish", "--camera", "c", "--fps", "0", "-")).isEqualTo(2);
        assertThat(run("publish", "--camera", "c", "--every", "2s", "-")).isEqualTo(2);
        assertThat(run("publish", "--camera", "c", "--every", "soon", "http://a/"))
                .isEqualTo(2);
        assertThat(run("publish", "--camera", "c", "http://me:se cret@a/")).isEqualTo(2);
        assertThat(err.toString())
                .contains("must be the only source, since it has no end; there are 2")
                .contains("--watch: must be with a folder, was with '-'")
                .contains("--fps, --latest: must be with -, a camera's address or --watch")
                .contains("--fps: must be above 0 and at most 1000.0, was 0.0")
                .contains("--every: must be with a camera's address")
                .contains("must be a time such as 500ms, 2s, 10m or 1h, but is \"soon\"")
                .contains("write characters other than letters and digits as %XX")
                .doesNotContain("cret");
    }

    @Test
    void shouldWaitForTheAnswers() throws Exception {
        Path image = Files.write(folder.resolve("a.png"), TestImages.png(1));
        Path other = Files.write(folder.resolve("b.png"), TestImages.png(2));

        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(
                () -> run("publish", "--camera", "wait", "--wait", image.toString(), other.toString()));
        List<Frame> frames = frames("wait", 2);
        publish(Topics.CERTIFIED_PREDICTIONS.name(), "somebody else's");
        publish(Topics.CERTIFIED_PREDICTIONS.name(), frames.get(0).getFrameId());
        publish(Topics.REJECTED_FRAMES.name(), frames.get(1).getFrameId());

        assertThat(status).succeedsWithin(PATIENCE).isEqualTo(1); // one was rejected
        assertThat(out.toString())
                .containsPattern("wait +cat +stable within 0\\.476 .*" + image)
                .containsPattern("wait +rejected +not an image: .*" + other)
                .doesNotContain("somebody else's");
    }

    @Test
    void shouldNotWaitForEver() throws Exception {
        Path image = Files.write(folder.resolve("a.png"), TestImages.png(1));

        int status = run("publish", "--camera", "silence", "--wait", "--timeout", "1", image.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .contains("no answer for 1 s; 1 frame has no answer, among them "
                        + frames("silence", 1).get(0).getFrameId()
                        + ": no topology runs ('steadfast streams' starts one; consumer group steadfast),"
                        + " no worker runs ('steadfast worker' starts one; share group steadfast-workers)");
    }

    @Test
    void shouldSayWhatCouldNotBeProcessedMeanwhile() throws Exception {
        Path image = Files.write(folder.resolve("a.png"), TestImages.png(1));
        broker.publish(Topics.DEAD_LETTERS, "k", deadLetter("an earlier one"));

        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(
                () -> run("publish", "--camera", "mistaken", "--wait", "--timeout", "3", image.toString()));
        frames("mistaken", 1);
        broker.publish(Topics.DEAD_LETTERS, "k", deadLetter("the task is for bundle a, this worker has b"));

        assertThat(status).succeedsWithin(PATIENCE).isEqualTo(1);
        assertThat(err.toString())
                .contains("the latest dead letter says OTHER_BUNDLE: the task is for bundle a, this worker has b"
                        + " (worker-1)")
                .doesNotContain("an earlier one");
    }

    private static DeadLetter deadLetter(String message) {
        return DeadLetter.newBuilder()
                .setSourceTopic(Topics.NOISE_TASKS.name())
                .setSourcePartition(0)
                .setSourceOffset(0)
                .setComponent("worker-1")
                .setReason("OTHER_BUNDLE")
                .setMessage(message)
                .setDeliveries(5)
                .setOccurredAt(Instant.now())
                .build();
    }

    @Test
    void shouldRefuseValuesOutOfRange() {
        assertThat(run("publish", "--camera", "a b", "x.png")).isEqualTo(2);
        assertThat(run("publish", "--camera", "c", "--sigma", "9", "x.png")).isEqualTo(2);
        assertThat(run("publish", "--camera", "c", "--label", "-1", "x.png")).isEqualTo(2);
        assertThat(run("watch", "--max", "0")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--camera: must be 1 to 128 characters of A-Z a-z 0-9 . _ -, was 'a b'")
                .contains("--sigma: must be from 0.01 to 4.0, was 9.0")
                .contains("--ground-truth: must be 0 or greater, was -1")
                .contains("--max: must be at least 1, was 0");
    }

    @Test
    void shouldWatchOneCamera() throws Exception {
        broker.publish(Topics.CERTIFIED_PREDICTIONS, "east", SampleAnswers.certified("e1", "east"));
        broker.publish(Topics.CERTIFIED_PREDICTIONS, "west", SampleAnswers.certified("w1", "west"));
        broker.publish(Topics.CERTIFIED_PREDICTIONS, "east", SampleAnswers.abstained("e2", "east"));

        int status = run("watch", "--camera", "east", "--from-beginning", "--json", "--max", "2");

        assertThat(status).isZero();
        List<JsonNode> answers =
                out.toString().lines().map(PublishAndWatchIT::json).toList();
        assertThat(answers).extracting(answer -> answer.get("frameId").asText()).containsExactly("e1", "e2");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldLookBack() throws Exception {
        broker.publish(Topics.CERTIFIED_PREDICTIONS, "past", SampleAnswers.certified("p1", "past"));

        int status = run("watch", "--camera", "past", "--since", "10m", "--max", "1");

        assertThat(status).isZero();
        assertThat(out.toString()).contains("stable within").endsWith(" p1" + System.lineSeparator());
        assertThat(err.toString()).contains("those of before first");
        assertThat(run("watch", "--since", "10m", "--from-beginning")).isEqualTo(2);
        assertThat(run("watch", "--since", "soon")).isEqualTo(2);
    }

    private static void publish(String topic, String frameId) throws Exception {
        if (topic.equals(Topics.REJECTED_FRAMES.name())) {
            broker.publish(Topics.REJECTED_FRAMES, "wait", SampleAnswers.rejected(frameId, "wait"));
        } else {
            broker.publish(Topics.CERTIFIED_PREDICTIONS, "wait", SampleAnswers.certified(frameId, "wait"));
        }
    }

    /** Frames of a camera, waited for. */
    private static List<Frame> frames(String camera, int count) {
        return broker.read(Topics.FRAMES, count, frame -> frame.getCameraId().equals(camera));
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void shouldCompareABundleOnTrialWithTheOneThatAnswers(@TempDir Path folder) throws Exception {
        for (String frame : List.of("tried-1", "tried-2", "tried-3")) {
            broker.publish(
                    Topics.SHADOW_PREDICTIONS,
                    "trial",
                    SampleAnswers.cat(frame, "trial")
                            .setModelName("cifar10 2")
                            .setModelDigest("cd".repeat(32))
                            .build());
        }
        broker.publish(Topics.SHADOW_PREDICTIONS, "elsewhere", SampleAnswers.certified("tried-4", "elsewhere"));
        broker.publish(Topics.CERTIFIED_PREDICTIONS, "trial", SampleAnswers.certified("tried-1", "trial"));
        broker.publish(
                Topics.CERTIFIED_PREDICTIONS,
                "trial",
                SampleAnswers.cat("tried-2", "trial")
                        .setClassIndex(5)
                        .setClassName("dog")
                        .setLabel("dog")
                        .build());
        Path table = folder.resolve("trial.tsv");

        assertThat(run("disagreement", "--camera", "trial", "--out", table.toString()))
                .isZero();
        assertThat(out.toString())
                .startsWith("2 frames since ")
                .contains("; 1 more whose answer was not found.")
                .contains("on trial  cifar10 2 (cdcdcdcdcdcd)")
                .contains("trial        tried-2");
        assertThat(Files.readAllLines(table)).hasSize(3).anySatisfy(line -> assertThat(line)
                .startsWith("trial\ttried-2\tother-class\tcifar10 1 (abababababab)\tdog"));

        out.getBuffer().setLength(0);
        assertThat(run("disagreement", "--camera", "trial", "--json")).isZero();
        assertThat(out.toString())
                .contains("\"frames\":2", "\"same-class\":1", "\"other-class\":1", "\"unanswered\":1");

        out.getBuffer().setLength(0);
        assertThat(run("disagreement", "--camera", "nobody")).isZero();
        assertThat(out.toString()).startsWith("No bundle was on trial since ");
        assertThat(run("disagreement", "--most", "2")).isEqualTo(1);
        assertThat(err.toString()).contains("there are more than 2 predictions of a bundle on trial");
        assertThat(run("disagreement", "--since", "yesterday")).isEqualTo(2);
        assertThat(run("disagreement", "--list", "-1")).isEqualTo(2);
        assertThat(run("disagreement", "--since", "1h", "--camera", "trial")).isZero();
    }

    private int run(String command, String... arguments) {
        return Steadfast.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.of(List.of(command), broker.options(), List.of(arguments))
                        .flatMap(List::stream)
                        .toArray(String[]::new));
    }
}
