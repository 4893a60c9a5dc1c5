package dev.steadfast.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.training.Patches;
import dev.steadfast.training.TrainingException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final int IMAGES = 30;
    private static final int ROWS = 7;

    @Test
    void shouldShowEachImageOnceInAnEpochAndLeaveOutWhatFillsNoBatch() {
        Batches batches = batches(1);

        List<List<Byte>> seen = new ArrayList<>();
        for (long step = 0; step < batches.stepsPerEpoch(); step++) {
            seen.addAll(images(batches.batch(step)));
        }

        assertThat(batches.stepsPerEpoch()).isEqualTo(IMAGES / ROWS);
        assertThat(seen).hasSize(28).doesNotHaveDuplicates();
    }

    @Test
    void shouldChangeTheOrderFromEpochToEpoch() {
        Batches batches = batches(1);

        assertThat(images(batches.batch(0))).isNotEqualTo(images(batches.batch(batches.stepsPerEpoch())));
    }

    @Test
    void shouldGiveTheSameBatchForAStepInWhateverOrderStepsAreAskedFor() {
        Batches one = batches(1);
        Batches other = batches(1);
        one.batch(9);

        assertThat(images(one.batch(2))).isEqualTo(images(other.batch(2)));
        assertThat(images(one.batch(2))).isNotEqualTo(images(batches(2).batch(2)));
    }

    @Test
    void shouldRefuseABatchOfMoreImagesThanThereAre() {
        int[] few = {0, 1, 2};

        assertThatThrownBy(() -> new Batches(Patches.of(IMAGES), few, 4, Augmentation.NONE, new Seed(1)))
                .isInstanceOf(TrainingException.class)
                .hasMessage("a batch must have at most as many images as there are to train on, 3, but has 4");
    }

    private static Batches batches(long seed) {
        int[] all = IntStream.range(0, IMAGES).toArray();
        return new Batches(Patches.of(IMAGES), all, ROWS, Augmentation.NONE, new Seed(seed));
    }

    private static List<List<Byte>> images(ImageBatch batch) {
        int values = batch.pixels().length / batch.rows();
        List<List<Byte>> images = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            List<Byte> image = new ArrayList<>();
            for (int i = 0; i < values; i++) {
                image.add(batch.pixels()[row * values + i]);
            }
            images.add(image);
        }
        return images;
    }
}
