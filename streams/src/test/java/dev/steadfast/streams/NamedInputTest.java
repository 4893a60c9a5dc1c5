package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.bundles.Sha256;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.Topics;
import dev.steadfast.streams.metrics.StreamsInstruments;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certified inputs of 48 bytes, under and over the size from which tasks name them. */
class NamedInputTest {

    private @TempDir Path stateFolder;

    @Test
    void shouldNameAnInputThatIsTooLargeToTravelWithEachTask() {
        try (DrivenTopology driven = driven(47)) {
            driven.publish(TestFrames.frame("f-0").build());
            driven.publish(TestFrames.frame("f-1").build());
            List<AcceptedFrame> accepted = driven.output(Topics.ACCEPTED_FRAMES).readValuesToList();
            List<NoiseTask> tasks = driven.output(Topics.NOISE_TASKS).readValuesToList();
            String digest = Sha256.of(accepted.get(1).getImage());

            // Every task has the place of its frame's record, and no pixels; the state of the frame has none either
            assertThat(tasks).hasSize(10).allSatisfy(task -> {
                assertThat(task.getImage().remaining()).isZero();
                assertThat(task.getInput().getPartition()).isZero();
                assertThat(task.getInput().getSha256()).isEqualTo(digest);
            });
            assertThat(tasks)
                    .extracting(
                            task -> task.getFrameId() + " " + task.getInput().getOffset())
                    .containsOnly("f-0 0", "f-1 1");
            assertThat(driven.driver()
                            .<String, dev.steadfast.avro.OpenFrame>getKeyValueStore("open-frames")
                            .get("f-0")
                            .getFrame()
                            .getImage()
                            .remaining())
                    .isZero();

            // And its receipt says what it was
            TestOutputTopic<String, CertifiedPrediction> predictions = driven.output(Topics.CERTIFIED_PREDICTIONS);
            tasks.forEach(task -> driven.vote(TestVotes.unanimous(task).build()));
            assertThat(predictions.readValuesToList()).hasSize(2).allSatisfy(prediction -> {
                assertThat(prediction.getReceipt().getInputSha256()).isEqualTo(digest);
                assertThat(prediction.getReceipt().getInputWidth()).isEqualTo(4);
            });
        }
    }

    @Test
    void shouldSendASmallInputWithEachTask() {
        try (DrivenTopology driven = driven(48)) {
            driven.publish(TestFrames.frame("f-0").build());
            ByteBuffer image = driven.output(Topics.ACCEPTED_FRAMES).readValue().getImage();

            assertThat(driven.output(Topics.NOISE_TASKS).readValuesToList())
                    .hasSize(5)
                    .allSatisfy(task -> {
                        assertThat(task.getImage()).isEqualTo(image);
                        assertThat(task.getInput()).isNull();
                    });
        }
    }

    private DrivenTopology driven(int inlineImageBytes) {
        return new DrivenTopology(
                stateFolder,
                TestFrames.deployment(TestFrames.inline(inlineImageBytes)),
                new StreamsInstruments(new Meters()));
    }
}
