package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.broker.FreePorts;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.management.Meters;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.schemas.Topics;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.standalone.demo.SampleImage;
import dev.steadfast.standalone.demo.SampleImages;
import dev.steadfast.standalone.publish.FrameProducer;
import dev.steadfast.standalone.services.EmbeddedServices;
import dev.steadfast.standalone.services.StreamsCommand;
import dev.steadfast.standalone.services.TopicsCommand;
import dev.steadfast.standalone.watch.Answer;
import dev.steadfast.standalone.watch.PredictionFeed;
import dev.steadfast.standalone.watch.TopicReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle of integer networks in one stream, on two workers whose processors are unlike; then counted again without PyTorch. */
class IntegerBundleIT {

    private static final int N0 = 25;
    private static final int N = 150;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldPoolVotesOfUnlikeProcessorsAndCountThemAgainWithoutPyTorch() throws Exception {
        Path bundle = SmallIntegerBundle.write(folder, List.of("ant", "bee", "cat", "dog"));
        try (Resources resources = new Resources()) {
            // Given
            var addresses = EmbeddedServices.on(0, FreePorts.next()).start(folder.resolve("data"), resources);
            List<String> given = List.of(
                    SettingsOptions.BOOTSTRAP_SERVERS + "=" + addresses.bootstrapServers(),
                    SettingsOptions.REGISTRY_URL + "=" + addresses.registryUrl(),
                    "model.bundle=" + bundle);
            Settings settings = Settings.load(
                    SettingsOptions.GROUPS,
                    Optional.empty(),
                    Map.of(),
                    Stream.concat(
                                    given.stream(),
                                    Stream.of(
                                            "topics.partitions=2",
                                            "certification.selection-samples=" + N0,
                                            "certification.estimation-samples=" + N))
                            .toList());
            TopicsCommand.apply(settings);
            Meters meters = resources.start(Meters::new);
            StreamsCommand.start(settings, resources, meters);
            ChildProcess old = resources.start(() -> worker(given, "old", "SSE41", "default"));
            ChildProcess modern = resources.start(() -> worker(given, "modern", "DEFAULT", "avx2"));
            await().atMost(Duration.ofMinutes(1)).until(() -> Stream.of(old, modern)
                    .allMatch(worker -> worker.output().stream().anyMatch(line -> line.contains("Worker ready"))));
            FrameProducer producer = resources.start(() -> new FrameProducer(settings.kafka()));
            PredictionFeed feed =
                    resources.start(() -> PredictionFeed.open(settings.kafka(), new PredictionFeed.Start.Oldest()));

            // When frames come until both have voted on one
            List<Frame> frames = new ArrayList<>();
            List<CertifiedPrediction> predictions = new ArrayList<>();
            await().atMost(Duration.ofMinutes(2)).until(() -> {
                Frame frame = frame(frames.size());
                frames.add(frame);
                producer.send(frame).join();
                feed.poll(Duration.ofMillis(300))
                        .forEach(answer -> predictions.add(((Answer.Predicted) answer).prediction()));
                return workersByFrame(settings).values().stream().anyMatch(workers -> workers.size() == 2);
            });
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                feed.poll(Duration.ofMillis(300))
                        .forEach(answer -> predictions.add(((Answer.Predicted) answer).prediction()));
                return predictions.size() >= frames.size();
            });

            // Then
            Map<String, Set<String>> workers = workersByFrame(settings);
            CertifiedPrediction shared = predictions.stream()
                    .filter(prediction -> workers.getOrDefault(prediction.getFrameId(), Set.of())
                                    .size()
                            == 2)
                    .findFirst()
                    .orElseThrow();
            assertThat(shared.getBackend()).isEqualTo("integers 1");
            assertThat(shared.getSamplesUsed()).isEqualTo(N0 + N);
            try (ModelBundle opened = ModelBundle.open(bundle);
                    NoisyVoter voter = NoisyVoter.open(opened, "cpu")) {
                OfflineVotes.assertSame(voter, frame(frames, shared.getFrameId()), shared);
            }
            shouldCountThemAgainWithoutPyTorch(given, shared.getFrameId());
        }
    }

    private static void shouldCountThemAgainWithoutPyTorch(List<String> given, String frame) throws Exception {
        try (ChildProcess child = ChildProcess.steadfastWithoutLibraries(
                path -> path.contains("/ai/djl/"), replay(given, frame, "--exact"))) {
            assertThat(child.awaitExit()).as(String.join("\n", child.output())).isZero();
            assertThat(String.join("\n", child.output()))
                    .contains("backend    integers 1")
                    .contains("The prediction matches: every count, the answer and its radius are the same.");
        }
        assertThat(said(0, replay(given, frame, "--exact", "--samples", "60", "--json")))
                .contains("\"comparison\":\"partial\"", "\"matches\":true", "\"samplesCast\":60");
        assertThat(said(0, replay(given, frame, "--exact", "--max-time", "0s")))
                .contains("now        0 of " + (N0 + N) + " samples were cast again");
        assertThat(said(3, replay(given, frame, "--exact", "--bundle", RunningStack.ZOO.toString())))
                .contains("the bundle must be the one that answered: frame " + frame);
    }

    private static String[] replay(List<String> given, String... arguments) {
        List<String> all = new ArrayList<>(List.of("replay"));
        all.addAll(List.of(arguments));
        given.forEach(setting -> all.addAll(List.of("--set", setting)));
        return all.toArray(String[]::new);
    }

    private static String said(int status, String... arguments) {
        StringWriter said = new StringWriter();
        int actual = Steadfast.commandLine()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(arguments);
        assertThat(actual).as(said.toString()).isEqualTo(status);
        return said.toString();
    }

    private static ChildProcess worker(List<String> given, String id, String oneDnn, String aten) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("worker"));
        Stream.concat(given.stream(), Stream.of("worker.poll-tasks=1", "worker.id=" + id, "worker.management-port=0"))
                .forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return ChildProcess.steadfastWith(
                Map.of("ONEDNN_MAX_CPU_ISA", oneDnn, "ATEN_CPU_CAPABILITY", aten), arguments.toArray(String[]::new));
    }

    /** Without its label, which is none of this bundle's classes. */
    private static Frame frame(int number) {
        SampleImage image = SampleImages.load().get(number % 10);
        return Frame.newBuilder(RunningStack.frame("frame-" + number, image))
                .setGroundTruth(null)
                .build();
    }

    private static Frame frame(List<Frame> frames, String id) {
        return frames.stream()
                .filter(frame -> frame.getFrameId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Set<String>> workersByFrame(Settings settings) {
        try (TopicReader reader = new TopicReader(settings.kafka())) {
            List<TopicPartition> partitions = reader.partitions(Topics.VOTES);
            Map<TopicPartition, Long> ends = reader.ends(partitions);
            return partitions.stream()
                    .flatMap(partition ->
                            reader.between(Topics.VOTES, partition, 0, ends.getOrDefault(partition, 0L)).stream())
                    .collect(Collectors.groupingBy(
                            VoteBatch::getFrameId,
                            Collectors.mapping(VoteBatch::getWorkerId, Collectors.toCollection(HashSet::new))));
        }
    }
}
