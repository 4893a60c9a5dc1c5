package dev.steadfast.training.data;

import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.training.TrainingException;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The training images in batches: every epoch in a new order, less the last few that fill no batch.
 *
 * <p>Threading notes: for one thread; the order of the last epoch asked for is kept.
 */
public final class Batches {
    private final LabelledImages data;
    private final int[] indices;
    private final int rows;
    private final Augmentation augmentation;
    private final Seed seed;
    private final int[] order;
    private long orderedEpoch = -1;

    /**
     * @param indices the images to train on
     * @param rows images in a batch
     * @throws TrainingException if there is not even one batch
     */
    public Batches(LabelledImages data, int[] indices, int rows, Augmentation augmentation, Seed seed) {
        if (indices.length < rows) {
            throw new TrainingException("a batch must have at most as many images as there are to train on, "
                    + indices.length + ", but has " + rows);
        }
        this.data = data;
        this.indices = indices.clone();
        this.rows = rows;
        this.augmentation = augmentation;
        this.seed = seed;
        this.order = new int[indices.length];
    }

    /**
     * Looks whether all images can be read, those that are held out too, so that one that cannot is found now and not in the middle of an epoch.
     *
     * @throws dev.steadfast.datasets.DatasetException naming all that cannot
     */
    public void requireReadable() {
        data.requireReadable(IntStream.range(0, data.size()).toArray());
    }

    /** {@return the number of steps in which every image is seen once} */
    public long stepsPerEpoch() {
        return indices.length / rows;
    }

    /** {@return the batch of a step, from 0 on without an end} */
    public ImageBatch batch(long step) {
        shuffle(step / stepsPerEpoch());
        int first = (int) (step % stepsPerEpoch()) * rows;
        int values = data.channels() * data.height() * data.width();
        byte[] pixels = new byte[rows * values];
        int[] labels = new int[rows];
        SplittableRandom random = seed.random(Seed.Use.AUGMENTATION, step);
        for (int row = 0; row < rows; row++) {
            int index = order[first + row];
            labels[row] = data.label(index);
            augmentation.apply(data.image(index), data.height(), data.width(), random, pixels, row * values);
        }
        return new ImageBatch(pixels, labels, data.channels(), data.height(), data.width());
    }

    private void shuffle(long epoch) {
        if (epoch == orderedEpoch) {
            return;
        }
        System.arraycopy(indices, 0, order, 0, order.length);
        SplittableRandom random = seed.random(Seed.Use.ORDER, epoch);
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        orderedEpoch = epoch;
    }
}
