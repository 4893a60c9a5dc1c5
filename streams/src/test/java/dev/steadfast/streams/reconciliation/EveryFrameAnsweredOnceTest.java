package dev.steadfast.streams.reconciliation;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Range;
import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.DrivenTopology;
import dev.steadfast.streams.TestFrames;
import dev.steadfast.streams.TestVotes;
import dev.steadfast.streams.intake.FrameContent;
import dev.steadfast.streams.metrics.StreamsInstruments;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The topology and the reconciliation together, by a virtual clock, where a quarter of all that is written is lost: answers, answers to lost answers, what
 * was taken, questions. Frames come twice, questions too, and answers are committed late. Partition 0 of the frames topic is the topology's; what is in
 * partition 1 was taken, and lost before it was accepted.
 */
class EveryFrameAnsweredOnceTest {

    private static final Patience PATIENCE =
            new Patience(Duration.ofMinutes(1), Duration.ofSeconds(45), Duration.ofHours(1));
    private static final double LOSS = 0.25;

    /** Committed at the latest; shorter than the slack. */
    private static final int LATEST_COMMIT_SECONDS = 30;

    @TempDir
    private Path folder;

    private record Written(Answer answer, Instant committed) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldAnswerEachFrameOnceWhateverIsLost(long seed) {
        try (DrivenTopology topology = new DrivenTopology(folder, new StreamsInstruments(new Meters()))) {
            Run run = new Run(topology, seed);
            for (int step = 0; step < 60; step++) {
                run.act();
                run.look();
            }
            for (int step = 0; step < 500 && !run.reconciled(); step++) {
                run.pass(Duration.ofSeconds(5));
                run.look();
            }

            assertThat(run.reconciled()).as("all that was taken").isTrue();
            Map<String, List<Answer>> byId = run.seen.stream()
                    .filter(answer -> answer.settled().isPresent())
                    .collect(groupingBy(answer -> answer.settled().orElseThrow()));
            assertThat(byId.keySet()).containsExactlyInAnyOrderElementsOf(run.ids);
            assertThat(byId.values()).allSatisfy(answers -> assertThat(answers).hasSize(1));
            assertThat(run.seen)
                    .filteredOn(answer -> answer.settled().isEmpty())
                    .extracting(answer -> "%d %d".formatted(answer.partition(), answer.offset()))
                    .containsExactlyInAnyOrderElementsOf(run.unreadable);
            assertThat(run.lostAnswers).as("answers that the test let vanish").isPositive();
        }
    }

    private static final class Run implements Reconciliation.Frames {

        private final DrivenTopology topology;
        private final Random random;
        private final TestInputTopic<String, byte[]> frames;
        private final TestInputTopic<String, byte[]> accepted;
        private final TestOutputTopic<String, NoiseTask> tasks;
        private final TestOutputTopic<String, CertifiedPrediction> predictions;
        private final TestOutputTopic<String, RejectedFrame> rejections;
        private final Reconciliation reconciliation = new Reconciliation(
                Map.of(0, new Progress(0, TestFrames.NOON), 1, new Progress(0, TestFrames.NOON)),
                PATIENCE.idRetention(),
                new SecureRandom());

        /** By partition. */
        private final List<NavigableMap<Long, TakenFrame>> taken = List.of(new TreeMap<>(), new TreeMap<>());

        private final Set<String> ids = new LinkedHashSet<>();
        private final List<String> unreadable = new ArrayList<>();
        private final List<Written> written = new ArrayList<>();
        private final List<Answer> seen = new ArrayList<>();
        private int lostAnswers;
        private Instant now = TestFrames.NOON;
        private Optional<Instant> surveyed = Optional.empty();

        private Run(DrivenTopology topology, long seed) {
            this.topology = topology;
            this.random = new Random(seed);
            frames = topology.input(Topics.FRAMES);
            accepted = topology.input(Topics.ACCEPTED_FRAMES);
            tasks = topology.output(Topics.NOISE_TASKS);
            predictions = topology.output(Topics.CERTIFIED_PREDICTIONS);
            rejections = topology.output(Topics.REJECTED_FRAMES);
        }

        private void act() {
            switch (random.nextInt(5)) {
                case 0, 1 -> publish("f-" + ids.size());
                case 2 ->
                    ids.stream()
                            .skip(random.nextInt(ids.size() + 1))
                            .findFirst()
                            .ifPresent(this::publish);
                case 3 -> publishUnreadable();
                default -> vote();
            }
            pass(Duration.ofSeconds(random.nextInt(20)));
        }

        private void publish(String id) {
            ids.add(id);
            boolean lost = random.nextDouble() < LOSS;
            take(lost, Optional.of(id));
            if (!lost) {
                Frame frame = TestFrames.frame(id).build();
                frames.pipeInput("door", topology.bytes(Topics.FRAMES, frame));
            }
        }

        private void publishUnreadable() {
            boolean lost = random.nextDouble() < LOSS;
            TakenFrame record = take(lost, Optional.empty());
            unreadable.add("%d %d".formatted(record.partition(), record.offset()));
            if (!lost) {
                frames.pipeInput("door", new byte[] {1});
            }
        }

        private TakenFrame take(boolean lost, Optional<String> id) {
            int partition = lost ? 1 : 0;
            TakenFrame record = new TakenFrame(
                    partition,
                    taken.get(partition).size(),
                    id,
                    "door",
                    id.map(known -> FrameContent.sha256(TestFrames.frame(known).build()))
                            .orElse(""));
            taken.get(partition).put(record.offset(), record);
            return record;
        }

        private void vote() {
            tasks.readValuesToList()
                    .forEach(task -> topology.vote(TestVotes.unanimous(task).build()));
        }

        private void pass(Duration time) {
            topology.driver().advanceWallClockTime(time);
            now = now.plus(time);
            predictions
                    .readValuesToList()
                    .forEach(prediction -> write(new Answer(
                            prediction.getSource().getFramePartition(),
                            prediction.getSource().getFrameOffset(),
                            Optional.of(prediction.getFrameId()),
                            now)));
            rejections
                    .readValuesToList()
                    .forEach(rejected -> write(new Answer(
                            rejected.getSourcePartition(),
                            rejected.getSourceOffset(),
                            Optional.ofNullable(rejected.getFrameId())
                                    .filter(id -> rejected.getReason() == RejectionReason.ANSWER_LOST),
                            now)));
        }

        private void write(Answer answer) {
            if (random.nextDouble() < LOSS) {
                lostAnswers++;
            } else {
                written.add(new Written(answer, now.plusSeconds(random.nextInt(LATEST_COMMIT_SECONDS))));
            }
        }

        /** As {@link Reconciler} does. */
        private void look() {
            if (surveyed.isEmpty()) {
                reconciliation.survey(offsets(), now);
                surveyed = Optional.of(now);
            }
            written.stream().filter(answer -> !answer.committed().isAfter(now)).forEach(answer -> {
                seen.add(answer.answer());
                reconciliation.note(answer.answer());
            });
            written.removeIf(answer -> !answer.committed().isAfter(now));
            if (!surveyed.get().plus(PATIENCE.untilLost()).isAfter(now) && reconciliation.judge(this)) {
                surveyed = Optional.empty();
                reconciliation.unanswered().forEach(this::ask);
                reconciliation.progress();
            }
        }

        private void ask(TakenFrame frame) {
            AcceptedFrame question = Questions.question(frame, now.minus(PATIENCE.slack()));
            for (double chance = random.nextDouble(); chance > LOSS; chance -= 0.5) {
                accepted.pipeInput(question.getFrameId(), topology.bytes(Topics.ACCEPTED_FRAMES, question));
            }
        }

        private Map<Integer, Long> offsets() {
            return Map.of(0, (long) taken.get(0).size(), 1, (long) taken.get(1).size());
        }

        private boolean reconciled() {
            Map<Integer, Long> reached = new HashMap<>();
            reconciliation.progress().forEach((partition, progress) -> reached.put(partition, progress.offset()));
            return reached.equals(offsets()) && written.isEmpty();
        }

        @Override
        public List<TakenFrame> read(int partition, Range<Long> offsets, int most) {
            return List.copyOf(taken.get(partition)
                    .subMap(offsets.lowerEndpoint(), offsets.upperEndpoint())
                    .values());
        }
    }
}
