package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.broker.FreePorts;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.command.Home;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.standalone.demo.SampleImage;
import dev.steadfast.standalone.demo.SampleImages;
import dev.steadfast.standalone.publish.FrameProducer;
import dev.steadfast.standalone.services.EmbeddedServices;
import dev.steadfast.standalone.services.TopicsCommand;
import dev.steadfast.standalone.watch.Answer;
import dev.steadfast.standalone.watch.PredictionFeed;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two topology instances and two workers, each a process; one of each is killed in the middle of the work. */
class FailoverIT {

    private static final int FRAMES = 4;
    private static final int N0 = 25;
    private static final int N = 500;
    private static final Set<TopicPartition> VOTES =
            Set.of(new TopicPartition("votes", 0), new TopicPartition("votes", 1));

    @TempDir
    private Path data;

    @Test
    void shouldGiveEveryFrameOnePredictionWithAllItsVotesWhenAWorkerAndATopologyDie() throws Exception {
        try (Resources resources = new Resources()) {
            // Given
            var addresses = EmbeddedServices.on(0, FreePorts.next()).start(data, resources);
            Settings settings = Settings.load(
                    SettingsOptions.GROUPS,
                    Optional.empty(),
                    Map.of(),
                    List.of(
                            SettingsOptions.BOOTSTRAP_SERVERS + "=" + addresses.bootstrapServers(),
                            SettingsOptions.REGISTRY_URL + "=" + addresses.registryUrl(),
                            "topics.partitions=2"));
            TopicsCommand.apply(settings);
            ChildProcess doomedStreams = resources.start(() -> streams(addresses));
            resources.start(() -> streams(addresses));
            ChildProcess doomedWorker = resources.start(() -> worker(addresses, "doomed"));
            ChildProcess survivor = resources.start(() -> worker(addresses, "survivor"));
            await("both topology instances have partitions")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> instancesWithPartitions(settings) == 2);
            await("both workers take tasks").atMost(Duration.ofSeconds(60)).until(() -> Stream.of(
                            doomedWorker, survivor)
                    .allMatch(worker -> worker.output().stream().anyMatch(line -> line.contains("Worker ready"))));
            FrameProducer producer = resources.start(() -> new FrameProducer(settings.kafka()));
            PredictionFeed feed =
                    resources.start(() -> PredictionFeed.open(settings.kafka(), new PredictionFeed.Start.Oldest()));
            List<Frame> frames = new ArrayList<>();
            await("both workers have voted")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(
                            () -> { // one may have done all that there was before the other was given anything
                                publish(frames, producer);
                                return workersThatVoted(settings).containsAll(Set.of("doomed", "survivor"));
                            });

            // When
            IntStream.range(0, FRAMES).forEach(i -> publish(frames, producer));
            doomedWorker.kill();
            doomedStreams.kill();
            long votesAtTheKill = votes(settings);

            // Then
            int tasks = frames.size() * (N0 / 25 + N / 25);
            assertThat(votesAtTheKill)
                    .as("votes when they were killed: in the middle")
                    .isLessThan(tasks);
            List<CertifiedPrediction> predictions = predictions(feed, frames.size());
            assertThat(predictions)
                    .extracting(CertifiedPrediction::getFrameId)
                    .containsExactlyInAnyOrderElementsOf(
                            frames.stream().map(Frame::getFrameId).toList());
            Map<String, Frame> byId = new LinkedHashMap<>();
            frames.forEach(frame -> byId.put(frame.getFrameId(), frame));
            try (ModelBundle bundle = ModelBundle.open(Home.folder().resolve("models/zoo/cifar10-int8"));
                    NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
                for (CertifiedPrediction prediction : predictions) {
                    assertThat(prediction.getSamplesUsed()).isEqualTo(N0 + N);
                    assertThat(sum(prediction) + prediction.getInvalidSamples()).isEqualTo(N0 + N);
                    OfflineVotes.assertSame(
                            voter, java.util.Objects.requireNonNull(byId.get(prediction.getFrameId())), prediction);
                }
            }
            assertThat(survivor.output()).noneMatch(line -> line.contains("ERROR"));
        }
    }

    private static void publish(List<Frame> frames, FrameProducer producer) {
        Frame frame = frame(frames.size());
        frames.add(frame);
        producer.send(frame).join();
    }

    private static int sum(CertifiedPrediction prediction) {
        return Stream.concat(prediction.getSelectionCounts().stream(), prediction.getEstimationCounts().stream())
                .mapToInt(ClassCount::getVotes)
                .sum();
    }

    /** All predictions, and whatever else comes in the second after the last one that was expected. */
    private static List<CertifiedPrediction> predictions(PredictionFeed feed, int expected) {
        List<CertifiedPrediction> seen = new ArrayList<>();
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            collect(feed, Duration.ofMillis(100), seen);
            return seen.size() >= expected;
        });
        collect(feed, Duration.ofSeconds(1), seen);
        return seen;
    }

    private static void collect(PredictionFeed feed, Duration patience, List<CertifiedPrediction> seen) {
        feed.poll(patience).forEach(answer -> seen.add(((Answer.Predicted) answer).prediction()));
    }

    /** Also before the first instance has made the group: none then. */
    static long instancesWithPartitions(Settings settings) throws Exception {
        try (Admin admin = Admin.create(Map.copyOf(settings.kafka()))) {
            return admin
                    .describeConsumerGroups(List.of("steadfast"))
                    .describedGroups()
                    .values()
                    .iterator()
                    .next()
                    .get()
                    .members()
                    .stream()
                    .filter(member -> !member.assignment().topicPartitions().isEmpty())
                    .map(member -> member.clientId().replaceAll("-StreamThread.*", ""))
                    .distinct()
                    .count();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw e;
        }
    }

    /** By all votes that there are by now. */
    static Set<String> workersThatVoted(Settings settings) {
        AvroSerde<VoteBatch> serde = SchemaRegistry.connect(settings.kafka()).serde(VoteBatch.class);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.copyOf(settings.kafka()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(VOTES);
            consumer.seekToBeginning(VOTES);
            Map<TopicPartition, Long> ends = consumer.endOffsets(VOTES);
            Set<String> workers = new HashSet<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> workers.add(
                                serde.deserialize("votes", record.value()).getWorkerId()));
            }
            return workers;
        }
    }

    private static long votes(Settings settings) throws Exception {
        try (Admin admin = Admin.create(Map.copyOf(settings.kafka()))) {
            Map<TopicPartition, OffsetSpec> ends =
                    VOTES.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }

    private static ChildProcess streams(EmbeddedServices.Addresses addresses) throws Exception {
        return child(
                "streams",
                addresses,
                "certification.selection-samples=" + N0,
                "certification.estimation-samples=" + N,
                "certification.deadline=1h", // none is given up, however slow the machine is
                "streams.threads=1",
                "streams.management-port=0",
                "kafka.session.timeout.ms=3000",
                "kafka.heartbeat.interval.ms=1000");
    }

    private static ChildProcess worker(EmbeddedServices.Addresses addresses, String id) throws Exception {
        return child("worker", addresses, "worker.poll-tasks=2", "worker.id=" + id, "worker.management-port=0");
    }

    private static ChildProcess child(String command, EmbeddedServices.Addresses addresses, String... settings)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "--set",
                SettingsOptions.BOOTSTRAP_SERVERS + "=" + addresses.bootstrapServers(),
                "--set",
                SettingsOptions.REGISTRY_URL + "=" + addresses.registryUrl()));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        return ChildProcess.steadfast(arguments.toArray(String[]::new));
    }

    private static Frame frame(int index) {
        SampleImage image = SampleImages.load().get(index);
        return Frame.newBuilder()
                .setFrameId("frame-" + index)
                .setCameraId("door")
                .setCapturedAt(Instant.now())
                .setContentType("image/png")
                .setImage(ByteBuffer.wrap(image.encoded()))
                .build();
    }
}
