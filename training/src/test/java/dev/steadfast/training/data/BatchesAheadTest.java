package dev.steadfast.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steadfast.datasets.DatasetException;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.training.Patches;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
        Counted images = new Counted();
        try (BatchesAhead ahead = new BatchesAhead(batches(images))) {
            ahead.batch(0);

            await().until(() -> images.read.size() == 2 * ROWS);
        }
    }

    @Test
    void shouldTellOfAnImageThatCannotBeReadInItsStepAndGoOnAfterwards() {
        Counted images = new Counted();
        try (BatchesAhead ahead = new BatchesAhead(batches(images))) {
            ahead.batch(0);
            await().until(() -> images.read.size() == 2 * ROWS);
            images.broken = true;

            ahead.batch(1);
            assertThatThrownBy(() -> ahead.batch(2))
                    .isInstanceOf(DatasetException.class)
                    .hasMessage("the disk is gone");

            images.broken = false;
            assertThat(ahead.batch(2).rows()).isEqualTo(ROWS);
        }
    }

    private static Batches batches(LabelledImages images) {
        return new Batches(images, IntStream.range(0, IMAGES).toArray(), ROWS, Augmentation.NONE, new Seed(1));
    }

    /** Images that count which of them are read. */
    private static final class Counted implements LabelledImages {
        private final LabelledImages images = Patches.of(IMAGES);
        private final Set<Integer> read = ConcurrentHashMap.newKeySet();
        private volatile boolean broken;

        @Override
        public String name() {
            return images.name();
        }

        @Override
        public List<String> classes() {
            return images.classes();
        }

        @Override
        public int height() {
            return images.height();
        }

        @Override
        public int width() {
            return images.width();
        }

        @Override
        public int size() {
            return IMAGES;
        }

        @Override
        public int label(int index) {
            return images.label(index);
        }

        @Override
        public byte[] image(int index) {
            if (broken) {
                throw new DatasetException("the disk is gone");
            }
            read.add(index);
            return images.image(index);
        }
    }
}
