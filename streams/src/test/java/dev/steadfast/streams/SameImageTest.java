package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.Outcome;
import dev.steadfast.images.TestImages;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.metrics.StreamsInstruments;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certified input that comes again resumes its evidence; it has no further try. */
class SameImageTest {

    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final double ALPHA = 0.1;

    private @TempDir Path stateFolder;
    private DrivenTopology driven;
    private TestOutputTopic<String, NoiseTask> tasks;
    private TestOutputTopic<String, CertifiedPrediction> predictions;

    @BeforeEach
    void setUp() {
        open(WINDOW);
    }

    private void open(Duration window) {
        driven = new DrivenTopology(
                stateFolder,
                TestFrames.deployment(TestFrames.settings(0.25, ALPHA, List.of(), "", window)),
                new StreamsInstruments(new Meters()));
        tasks = driven.output(Topics.NOISE_TASKS);
        predictions = driven.output(Topics.CERTIFIED_PREDICTIONS);
    }

    @AfterEach
    void tearDown() {
        driven.close();
    }

    @Test
    void shouldVoteOnTheSameSamplesAgainAndSayWhose() {
        CertifiedPrediction first = decided(TestFrames.frame("f-1").build());
        driven.driver().advanceWallClockTime(Duration.ofMinutes(9));
        CertifiedPrediction second = decided(TestFrames.frame("f-2").build());
        driven.driver().advanceWallClockTime(Duration.ofMinutes(9));
        CertifiedPrediction third = decided(TestFrames.frame("f-3").build());
        driven.driver().advanceWallClockTime(Duration.ofMinutes(16));
        CertifiedPrediction late = decided(TestFrames.frame("f-4").build());

        assertThat(first.getResumedFrom()).isNull();
        assertThat(List.of(second, third)).allSatisfy(again -> {
            assertThat(again.getResumedFrom()).isEqualTo("f-1");
            assertThat(again.getReceipt().getNoiseKey())
                    .isEqualTo(first.getReceipt().getNoiseKey());
            assertThat(again.getEstimationCounts()).isEqualTo(first.getEstimationCounts());
        });
        assertThat(late.getResumedFrom()).as("forgotten").isNull();
        assertThat(late.getReceipt().getNoiseKey())
                .isNotEqualTo(first.getReceipt().getNoiseKey());
    }

    @Test
    void shouldGiveOtherNoiseToAnotherImagePlanOrCamera() {
        Frame.Builder frame = TestFrames.frame("f-0");
        List<Frame> frames = List.of(
                frame.build(),
                Frame.newBuilder(frame).setFrameId("f-1").setImage(image(1)).build(),
                Frame.newBuilder(frame)
                        .setFrameId("f-2")
                        .setOptions(
                                TestFrames.options().setEstimationSamples(101).build())
                        .build(),
                Frame.newBuilder(frame)
                        .setFrameId("f-3")
                        .setOptions(TestFrames.options().setSigma(0.3).build())
                        .build(),
                Frame.newBuilder(frame).setFrameId("f-4").setCameraId("gate").build());

        List<CertifiedPrediction> answers = frames.stream().map(this::decided).toList();

        assertThat(answers)
                .extracting(answer -> answer.getReceipt().getNoiseKey())
                .doesNotHaveDuplicates();
        assertThat(answers).extracting(CertifiedPrediction::getResumedFrom).containsOnlyNulls();
    }

    @Test
    void shouldTryWithTheSameSamplesWhereTheFirstIsUnderWayOrGotNoVotes() {
        driven.publish(TestFrames.frame("f-1").build());
        NoiseTask first = tasks.readValuesToList().get(0);
        driven.publish(TestFrames.frame("f-2").build());
        List<NoiseTask> second = tasks.readValuesToList();
        assertThat(second).extracting(NoiseTask::getNoiseKey).containsOnly(first.getNoiseKey());

        driven.driver().advanceWallClockTime(TestFrames.SETTINGS.deadline().plusSeconds(1));
        assertThat(predictions.readValuesToList())
                .extracting(CertifiedPrediction::getAbstentionReason)
                .containsExactly(AbstentionReason.DEADLINE, AbstentionReason.DEADLINE);
        CertifiedPrediction third = decided(TestFrames.frame("f-3").build());
        assertThat(third.getSamplesUsed()).isEqualTo(120);
        assertThat(third.getReceipt().getNoiseKey()).isEqualTo(first.getNoiseKey());
    }

    @Test
    void shouldAnswerAFrameThatIsSentTwiceOnceAndAsItself() {
        CertifiedPrediction answer = decided(TestFrames.frame("f-1").build());
        driven.publish(TestFrames.frame("f-1").build());

        assertThat(answer.getResumedFrom()).isNull();
        assertThat(tasks.isEmpty()).isTrue();
        assertThat(predictions.isEmpty()).isTrue();
    }

    @Test
    void shouldNotCertifyFalselyMoreOftenHoweverOftenAnImageIsSent() {
        int images = 30;
        int tries = 15;

        int remembered = imagesWithAFalseCertificate(images, tries);
        tearDown();
        open(Duration.ZERO);
        int forgotten = imagesWithAFalseCertificate(images, tries);

        assertThat(remembered)
                .as("of %d images, with alpha = %s each", images, ALPHA)
                .isLessThan(11);
        assertThat(forgotten).as("each try is luck of its own").isGreaterThan(14);
    }

    /** Images on which two classes have half of the probability each, so that every certificate is false. */
    private int imagesWithAFalseCertificate(int images, int tries) {
        Set<Integer> certified = new HashSet<>();
        for (int i = 0; i < images * tries; i++) {
            int image = i % images;
            CertifiedPrediction answer =
                    decided(TestFrames.frame("f-" + i).setImage(image(image)).build());
            if (answer.getOutcome() == Outcome.CERTIFIED) {
                certified.add(image);
            }
        }
        return certified.size();
    }

    private static ByteBuffer image(int seed) {
        BufferedImage pixels = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int i = 0; i < 16; i++) {
            pixels.setRGB(i % 4, i / 4, random.nextInt(1 << 24));
        }
        return ByteBuffer.wrap(TestImages.png(pixels, false));
    }

    /** A frame and the votes on it, of a network that sees as many ants as bees, and the same ones wherever the noise is the same. */
    private CertifiedPrediction decided(Frame frame) {
        driven.publish(frame);
        for (NoiseTask task : tasks.readValuesToList()) {
            Random noise = new Random(Arrays.hashCode(task.getNoiseKey().bytes()) + 31L * task.getTaskIndex());
            int ants = (int) IntStream.range(0, task.getSamples())
                    .filter(sample -> noise.nextBoolean())
                    .count();
            driven.vote(
                    TestVotes.answer(task, ants, task.getSamples() - ants, 0).build());
        }
        return predictions.readValue();
    }
}
