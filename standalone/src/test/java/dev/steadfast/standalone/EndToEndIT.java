package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.FrameSource;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.images.TestJpeg;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.smoothing.bounds.Rounding;
import dev.steadfast.standalone.camera.Ffmpeg;
import dev.steadfast.standalone.camera.TestImages;
import dev.steadfast.standalone.demo.SampleImage;
import dev.steadfast.standalone.demo.SampleImages;
import dev.steadfast.standalone.documentation.OpenCvExample;
import dev.steadfast.standalone.documentation.PythonExample;
import dev.steadfast.standalone.replay.CertifiedInput;
import dev.steadfast.standalone.watch.TopicReader;
import java.awt.Color;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole path in one JVM: real Kafka, real registry, real networks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndToEndIT {

    private RunningStack stack;

    @SuppressWarnings("NullAway.Init")
    EndToEndIT() {}

    @BeforeAll
    void start(@TempDir Path data) throws InterruptedException {
        stack = new RunningStack(data);
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Test
    void shouldCertifyWithTheVotesOfTheOfflineVoter() throws Exception {
        List<Frame> frames = SampleImages.load().subList(0, 3).stream()
                .map(image -> RunningStack.frame("offline-" + image.label(), image))
                .toList();
        for (Frame frame : frames) {
            stack.publish(frame);
            stack.publish(frame); // twice, to be answered once
        }

        try (ModelBundle bundle = ModelBundle.open(RunningStack.ZOO);
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            for (Frame frame : frames) {
                CertifiedPrediction prediction = stack.prediction(frame.getFrameId());
                assertThat(prediction.getSamplesUsed()).isEqualTo(135);
                OfflineVotes.assertSame(voter, frame, prediction);
            }
        }
    }

    @Test
    void shouldDecideARadiusSequentiallyWithTheVotesOfTheOfflineVoter() throws Exception {
        SamplingOptions options = SamplingOptions.newBuilder()
                .setPlan(PlanKind.SEQUENTIAL)
                .setRadius(0.1)
                .build();
        List<Frame> frames = SampleImages.load().subList(10, 16).stream()
                .map(image -> Frame.newBuilder(RunningStack.frame("sequential-" + image.number(), image))
                        .setOptions(options)
                        .build())
                .toList();
        for (Frame frame : frames) {
            stack.publish(frame);
        }

        Set<Integer> samples = new HashSet<>();
        try (ModelBundle bundle = ModelBundle.open(RunningStack.ZOO);
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            for (Frame frame : frames) {
                CertifiedPrediction prediction = stack.prediction(frame.getFrameId());
                samples.add(prediction.getSamplesUsed());
                OfflineVotes.assertSame(voter, frame, prediction);
            }
        }
        assertThat(samples).as("as many as each takes").hasSizeGreaterThan(1);
        assertThat(replay(0, frames.get(0).getFrameId()))
                .contains("The prediction matches: every count, the answer and its radius are the same.");
    }

    @Test
    void shouldReplayAPredictionAndNoticeOneThatWasTamperedWith(@TempDir Path folder) throws Exception {
        // Given
        SampleImage image = SampleImages.load().get(4);
        stack.publish(RunningStack.frame("replayed", image));
        CertifiedPrediction prediction = stack.prediction("replayed");
        FrameSource source = Objects.requireNonNull(prediction.getSource());
        publish(CertifiedPrediction.newBuilder(prediction)
                .setFrameId("tampered")
                .setRadius(prediction.getRadius() + 0.01)
                .build());
        publish(CertifiedPrediction.newBuilder(prediction)
                .setFrameId("older")
                .setSource(FrameSource.newBuilder(source)
                        .setInputOffset(1_000_000_000)
                        .build())
                .build());
        publish(CertifiedPrediction.newBuilder(prediction)
                .setFrameId("ancient")
                .setSource(null)
                .build());
        publish(CertifiedPrediction.newBuilder(prediction)
                .setFrameId("others")
                .setModelDigest("e".repeat(64))
                .build());
        Path file = Files.write(folder.resolve("image.png"), image.encoded());
        Path other = Files.write(
                folder.resolve("other.png"), SampleImages.load().get(5).encoded());

        // Then
        assertThat(replay(0, "replayed"))
                .contains("input      from accepted-frames, partition")
                .contains("The prediction matches: every count, the answer and its radius are the same.");
        assertThat(replay(1, "tampered"))
                .contains("differs    the answer is not what the plan makes of the recorded counts")
                .contains("The prediction does NOT match its votes.");
        assertThat(replay(0, "older")).contains("input      from frames, partition");
        assertThat(replay(3, "ancient")).contains("cannot be found").contains("--image FILE gives it");
        assertThat(replay(0, "ancient", "--image", file.toString(), "--json"))
                .contains("\"matches\":true")
                .contains("\"comparison\":\"exact\"")
                .contains("\"sameBackend\":true");
        assertThat(replay(3, "ancient", "--image", other.toString())).contains("is not the one that was certified");
        assertThat(replay(3, "others")).contains("digest " + "e".repeat(64)).contains("but this bundle is cifar10");
        assertThat(replay(3, "nobody")).contains("no prediction of frame nobody was found");
    }

    @Test
    void shouldCertifyAFrameOfAUsbCameraAndReplayItFromItsFile(@TempDir Path folder) throws Exception {
        // Without Huffman tables, as such cameras send them; ImageIO of some JDKs refuses it.
        byte[] jpeg = TestJpeg.of(64, 48).colour(2, 1).withoutHuffmanTables().encode();
        Path file = Files.write(folder.resolve("usb.jpg"), jpeg);
        stack.publish(
                Frame.newBuilder(RunningStack.frame("usb", SampleImages.load().get(0)))
                        .setContentType("image/jpeg")
                        .setImage(ByteBuffer.wrap(jpeg))
                        .build());

        CertifiedPrediction prediction = stack.prediction("usb");

        assertThat(prediction.getReceipt().getPixelRules()).isEqualTo("steadfast-1 orientation=exif");
        assertThat(replay(0, "usb", "--image", file.toString()))
                .contains("from " + file)
                .contains("The prediction matches: every count, the answer and its radius are the same.");
    }

    private void publish(CertifiedPrediction prediction) throws Exception {
        Map<String, String> kafka = stack.kafka();
        String topic = Topics.CERTIFIED_PREDICTIONS.name();
        byte[] value =
                SchemaRegistry.connect(kafka).serde(CertifiedPrediction.class).serialize(topic, prediction);
        try (KafkaProducer<String, byte[]> raw =
                new KafkaProducer<>(new HashMap<>(kafka), new StringSerializer(), new ByteArraySerializer())) {
            raw.send(new ProducerRecord<>(topic, prediction.getCameraId(), value))
                    .get();
        }
    }

    /** What the command says, on both streams. */
    private String replay(int status, String... arguments) {
        List<String> all = new ArrayList<>(List.of("replay"));
        all.addAll(List.of(arguments));
        Map<String, String> kafka = stack.kafka();
        all.addAll(List.of("--set", "kafka.bootstrap.servers=" + kafka.get("bootstrap.servers")));
        all.addAll(List.of("--set", "kafka.schema.registry.url=" + kafka.get("schema.registry.url")));
        all.addAll(List.of("--set", "worker.device=cpu"));
        StringWriter said = new StringWriter();
        int actual = Steadfast.commandLine()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(all.toArray(String[]::new));
        assertThat(actual).as(said.toString()).isEqualTo(status);
        return said.toString();
    }

    @Test
    void shouldAnswerOverHttp() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        String base = "http://127.0.0.1:" + stack.gateway().port();

        HttpResponse<String> posted = client.send(
                HttpRequest.newBuilder(URI.create(base + "/v1/cameras/yard/frames?sigma=0.5&label=3"))
                        .header("Content-Type", "image/png")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(
                                SampleImages.load().get(0).encoded()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(posted.statusCode()).isEqualTo(202);
        URI location = URI.create(base + posted.headers().firstValue("Location").orElseThrow());

        HttpResponse<String> answer = await().atMost(RunningStack.PATIENCE)
                .until(
                        () -> client.send(
                                HttpRequest.newBuilder(location).build(), HttpResponse.BodyHandlers.ofString()),
                        response -> response.statusCode() == 200);
        assertThat(answer.body()).contains("\"sigma\":0.5").contains("\"cameraId\":\"yard\"");
    }

    @Test
    void shouldHaveTheMetricsOfAllServicesOnTheGatewaysManagementPort() throws Exception {
        stack.publish(RunningStack.frame("measured", SampleImages.load().get(6)));
        stack.prediction("measured");

        // Kafka's clients report some figures only from their second fetch on.
        await().untilAsserted(() -> assertThat(metrics())
                .contains(
                        "steadfast_streams_ready 1.0",
                        "steadfast_worker_ready 1.0",
                        "steadfast_gateway_feed_ready{feed=\"answers\"}",
                        "kafka_stream_thread_commit_latency_avg{client=\"streams\"",
                        "kafka_producer_record_send_total{client=\"votes\"",
                        "kafka_consumer_fetch_manager_records_lag_max{client=\"answers\""));
        assertThat(metrics().lines().filter(line -> line.startsWith("# TYPE jvm_threads_live_threads")))
                .as("the JVM is measured once")
                .hasSize(1);
    }

    private String metrics() throws Exception {
        HttpRequest scrape = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + stack.gateway().managementPort() + "/metrics"))
                .build();
        return HttpClient.newHttpClient()
                .send(scrape, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void shouldRejectWhatCannotBeCertifiedAndGoOn() throws Exception {
        Map<String, Object> kafka = new HashMap<>(stack.kafka());
        try (KafkaProducer<String, byte[]> raw =
                new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
            raw.send(new ProducerRecord<>("frames", "bad-magic", new byte[] {7, 7, 7, 7, 7, 7}))
                    .get();
            raw.send(new ProducerRecord<>("frames", "bad-schema", new byte[] {0, 0x7f, 0, 0, 1, 7}))
                    .get();
        }
        SampleImage image = SampleImages.load().get(1);
        stack.publish(Frame.newBuilder(RunningStack.frame("bad-plan", image))
                .setOptions(SamplingOptions.newBuilder().setEstimationSamples(5).build())
                .build());
        stack.publish(Frame.newBuilder(RunningStack.frame("bad-image", image))
                .setImage(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .build());
        stack.publish(RunningStack.frame("good", image));

        assertThat(stack.prediction("good").getSamplesUsed()).isEqualTo(135);
        assertThat(stack.rejection("bad-magic").getReason()).isEqualTo(RejectionReason.NOT_AVRO);
        assertThat(stack.rejection("bad-schema").getReason()).isEqualTo(RejectionReason.UNKNOWN_SCHEMA);
        assertThat(stack.rejection("bad-plan").getReason()).isEqualTo(RejectionReason.CANNOT_CERTIFY);
        assertThat(stack.rejection("bad-image").getReason()).isEqualTo(RejectionReason.NOT_AN_IMAGE);
    }

    @Test
    void shouldAnswerTheDocumentedPythonExample(@TempDir Path folder) throws Exception {
        PythonExample.assumeInstalled();
        Path image = Files.write(
                folder.resolve("cat.png"), SampleImages.load().get(0).encoded());

        String output = PythonExample.run(stack.kafka(), "--camera", "snake", "--label", "3", image.toString());

        assertThat(output).matches("published frame [-0-9a-f]{36}\\R.*\\R");
        CertifiedPrediction prediction =
                stack.prediction(output.lines().findFirst().orElseThrow().replace("published frame ", ""));
        assertThat(prediction.getCameraId()).isEqualTo("snake");
        assertThat(prediction.getGroundTruth()).isEqualTo(3);
        assertThat(prediction.getOutcome()).isEqualTo(Outcome.CERTIFIED);
        assertThat(output)
                .endsWith("cat: stable within %s (L2, pixels in [0, 1]), with confidence 1 - 0.001\n"
                        .formatted(Rounding.down(prediction.getRadius(), 3)));
    }

    @Test
    void shouldThinAFileByItsOwnTimeInTheDocumentedOpenCvCamera(@TempDir Path folder) throws Exception {
        OpenCvExample.assumeInstalled();
        Ffmpeg.assumeInstalled();
        Path video = Ffmpeg.video(folder.resolve("video.mp4"));

        List<String> frames = OpenCvExample.run(stack.gateway().port(), video, "jpg", "--fps", "2");

        assertThat(frames).as("of three seconds, two a second").hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "raw"})
    void shouldSeeTheColoursOfTheDocumentedOpenCvCamera(String encoding, @TempDir Path folder) throws Exception {
        OpenCvExample.assumeInstalled();
        Path blue = Files.write(folder.resolve("blue.png"), TestImages.png(new Color(0, 0, 255)));

        List<String> frames = OpenCvExample.run(stack.gateway().port(), blue, encoding);

        assertThat(frames).hasSize(1);
        CertifiedPrediction prediction = stack.prediction(frames.get(0));
        try (TopicReader reader = new TopicReader(stack.kafka())) {
            byte[] pixels = CertifiedInput.find(prediction, reader).pixels();
            assertThat(pixels[0] & 0xff).as("red").isLessThan(30);
            assertThat(pixels[pixels.length - 1] & 0xff).as("blue").isGreaterThan(225);
        }
    }
}
