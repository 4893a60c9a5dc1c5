package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.broker.FreePorts;
import dev.steadfast.gateway.Gateway;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.command.Home;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.standalone.demo.SampleImage;
import dev.steadfast.standalone.demo.Stack;
import dev.steadfast.standalone.publish.FrameProducer;
import dev.steadfast.standalone.services.EmbeddedServices;
import dev.steadfast.standalone.watch.Answer;
import dev.steadfast.standalone.watch.PredictionFeed;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything in this JVM on free ports, with the shipped bundle and few samples a frame; a camera, and somebody who reads every answer. */
public final class RunningStack implements AutoCloseable {

    public static final Duration PATIENCE = Duration.ofSeconds(60);
    public static final Path ZOO = Home.folder().resolve("models/zoo/cifar10-int8");

    private final Resources resources = new Resources();
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final Stack stack;
    private final PredictionFeed feed;
    private final FrameProducer producer;

    /**
     * Starts everything.
     *
     * @param data an empty folder
     * @param further settings, {@code key=value}
     */
    public RunningStack(Path data, String... further) throws InterruptedException {
        List<String> values = Stream.concat(
                        Stream.of(
                                "model.bundle=" + ZOO,
                                "topics.partitions=2",
                                "certification.selection-samples=25",
                                "certification.estimation-samples=110",
                                "gateway.port=0",
                                "gateway.management-port=0"),
                        Stream.of(further))
                .toList();
        Settings settings = Settings.load(SettingsOptions.GROUPS, Optional.empty(), Map.of(), values);
        stack = Stack.start(settings, EmbeddedServices.on(0, FreePorts.next()), data, resources, part -> {});
        feed = resources.start(() -> PredictionFeed.open(stack.settings().kafka(), new PredictionFeed.Start.Oldest()));
        producer = resources.start(() -> new FrameProducer(stack.settings().kafka()));
    }

    public Settings settings() {
        return stack.settings();
    }

    public Map<String, String> kafka() {
        return stack.settings().kafka();
    }

    public Gateway gateway() {
        return stack.gateway();
    }

    /** What is closed with the stack. */
    public Resources resources() {
        return resources;
    }

    public void publish(Frame frame) {
        producer.send(frame).join();
    }

    /** Sends a frame, and does not wait until the brokers have it. */
    public void send(Frame frame) {
        var unused = producer.send(frame);
    }

    public CertifiedPrediction prediction(String frameId) {
        return ((Answer.Predicted) answer(frameId)).prediction();
    }

    public RejectedFrame rejection(String id) {
        return ((Answer.Rejected) answer(id)).rejection();
    }

    /** Waits for the answer to a frame, or to the camera of a record that could not be read. */
    public Answer answer(String id) {
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(
                        () -> {
                            if (!answers.containsKey(id)) {
                                feed.poll(Duration.ofMillis(100)).forEach(this::remember);
                            }
                            return Optional.ofNullable(answers.get(id));
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private void remember(Answer answer) {
        String id;
        if (answer instanceof Answer.Rejected rejected) {
            RejectedFrame frame = rejected.rejection();
            id = frame.getFrameId() == null ? String.valueOf(frame.getCameraId()) : frame.getFrameId();
        } else {
            id = ((Answer.Predicted) answer).prediction().getFrameId();
        }
        assertThat(answers.put(id, answer)).as("an earlier answer to %s", id).isNull();
    }

    /** A frame of camera {@code door}, with its label. */
    public static Frame frame(String id, SampleImage image) {
        return Frame.newBuilder()
                .setFrameId(id)
                .setCameraId("door")
                .setCapturedAt(Instant.now())
                .setContentType(image.contentType())
                .setImage(ByteBuffer.wrap(image.encoded()))
                .setGroundTruth(image.truth().orElse(null))
                .build();
    }

    @Override
    public void close() {
        resources.close();
    }
}
