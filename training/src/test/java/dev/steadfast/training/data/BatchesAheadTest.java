package dev.steadfast.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steadfast.datasets.DatasetException;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.training.BreakingImages;
import dev.steadfast.training.Patches;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesAheadTest {
    private static final int IMAGES = 12;
    private static final int ROWS = 3;

    @Test
    void shouldGiveTheBatchesOfTheStepsInWhateverOrder() {
        Batches own = batches(Patches.of(IMAGES));
        try (BatchesAhead ahead = new BatchesAhead(batches(Patches.of(IMAGES)))) {
            for (long step : new long[] {0, 1, 2, 9, 3, 3}) {
                assertThat(ahead.batch(step).pixels()).isEqualTo(own.batch(step).pixels());
            }
        }
    }

    @Test
    void shouldReadTheNextBatchWhileNobodyAsks() {
        BreakingImages images = new BreakingImages(Patches.of(IMAGES));
        try (BatchesAhead ahead = new BatchesAhead(batches(images))) {
            ahead.batch(0);

            await().until(() -> images.read().size() == 2 * ROWS);
        }
    }

    @Test
    void shouldTellOfAnImageThatCannotBeReadInItsStepAndGoOnAfterwards() {
        BreakingImages images = new BreakingImages(Patches.of(IMAGES));
        try (BatchesAhead ahead = new BatchesAhead(batches(images))) {
            ahead.batch(0);
            await().until(() -> images.read().size() == 2 * ROWS);
            images.setBroken(true);

            ahead.batch(1);
            assertThatThrownBy(() -> ahead.batch(2))
                    .isInstanceOf(DatasetException.class)
                    .hasMessage("the disk is gone");

            images.setBroken(false);
            assertThat(ahead.batch(2).rows()).isEqualTo(ROWS);
        }
    }

    private static Batches batches(LabelledImages images) {
        return new Batches(images, IntStream.range(0, IMAGES).toArray(), ROWS, Augmentation.NONE, new Seed(1));
    }
}
