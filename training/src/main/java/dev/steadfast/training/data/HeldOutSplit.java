package dev.steadfast.training.data;

import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.training.TrainingException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images of the training split that are never trained on, evenly spaced, so that data sorted by class give some of each.
 *
 * @param training indices to train on
 * @param heldOut the others
 */
@SuppressWarnings("ArrayRecordComponent") // made once, handed on, never compared
public record HeldOutSplit(int[] training, int[] heldOut) {

    /**
     * Splits the images of a set, by number.
     *
     * @throws TrainingException if nothing would be left to train on
     */
    public static HeldOutSplit of(int images, int heldOut) {
        if (heldOut >= images) {
            throw new TrainingException(
                    "--held-out must be below the number of images, " + images + ", but is " + heldOut);
        }
        boolean[] kept = new boolean[images];
        for (int i = 0; i < heldOut; i++) {
            kept[(int) ((long) i * images / heldOut)] = true;
        }
        return new HeldOutSplit(
                IntStream.range(0, images).filter(i -> !kept[i]).toArray(),
                IntStream.range(0, images).filter(i -> kept[i]).toArray());
    }

    /** {@return the held-out images as they are, in batches of which the last may be smaller} */
    public List<ImageBatch> batches(LabelledImages data, int rows) {
        List<ImageBatch> batches = new ArrayList<>();
        int values = data.channels() * data.height() * data.width();
        for (int first = 0; first < heldOut.length; first += rows) {
            int size = Math.min(rows, heldOut.length - first);
            byte[] pixels = new byte[size * values];
            int[] labels = new int[size];
            for (int row = 0; row < size; row++) {
                labels[row] = data.label(heldOut[first + row]);
                System.arraycopy(data.image(heldOut[first + row]), 0, pixels, row * values, values);
            }
            batches.add(new ImageBatch(pixels, labels, data.channels(), data.height(), data.width()));
        }
        return batches;
    }
}
