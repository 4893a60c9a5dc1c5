package dev.steadfast.datasets;

import java.util.Arrays;
import java.util.List;

/**
 * Images of one shape, each with the index of its class, or none with any. The order is fixed: index i is the same image in every process.
 *
 * <p>Threading notes: implementations are immutable, and may be read by several threads at once.
 */
public interface LabelledImages {

    /** What stands for the label of an image that has none. */
    int UNLABELLED = -1;

    /** {@return what this is, for people: e.g. {@code CIFAR-10, test}} */
    String name();

    /** {@return the rules by which encoded images become pixels, as receipts name them; empty where the dataset itself holds pixels} */
    default String pixelRules() {
        return "";
    }

    /** {@return the labels, in the order of their indices; at least 2, or none where the images have none} */
    List<String> classes();

    /** {@return colour channels: 3, red, green and blue} */
    default int channels() {
        return 3;
    }

    /** {@return rows of pixels} */
    int height();

    /** {@return columns of pixels} */
    int width();

    /** {@return the number of images, at least 1} */
    int size();

    /**
     * {@return the class of an image, from 0; {@link #UNLABELLED} where there are none}
     *
     * @param index from 0 to {@link #size()} - 1
     * @throws IndexOutOfBoundsException if there is no such image
     */
    int label(int index);

    /**
     * The pixels of an image: {@code uint8}, channel-first, rows from top to bottom, exactly as the stream's intake would make
     * them.
     *
     * @param index from 0 to {@link #size()} - 1
     * @return a new array of {@code channels * height * width} values
     * @throws IndexOutOfBoundsException if there is no such image
     * @throws DatasetException if the image cannot be read from its file
     */
    byte[] image(int index);

    /**
     * Looks whether the images can be read, so that what cannot is known before work begins that takes hours: all files at a glance, and these from
     * first byte to last.
     *
     * @param indices images that are about to be used
     * @throws DatasetException if some cannot be read, naming them all, up to a bound
     */
    default void requireReadable(int... indices) {
        Arrays.stream(indices).parallel().forEach(this::image);
    }
}
