package dev.steadfast.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fashion-MNIST, or MNIST, whose files have the same names; which of the two it is, the first labels tell. Grey becomes three equal
 * channels, as the intake makes it of a grey picture.
 */
final class FashionMnist implements LabelledImages {
    static final String FOLDER = "fashion-mnist";
    static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
    static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    static final String TEST_LABELS = "t10k-labels-idx1-ubyte";
    static final List<String> FILES = List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS);

    private static final List<String> CLOTHES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");
    private static final List<String> DIGITS =
            IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    private static final byte[] FIRST_TRAIN_DIGITS = {5, 0, 4, 1, 9, 2, 1, 3, 1, 4};
    private static final byte[] FIRST_TEST_DIGITS = {7, 2, 1, 0, 4, 1, 4, 9, 5, 9};

    private final String name;
    private final List<String> classes;
    private final int height;
    private final int width;
    private final byte[] labels;
    private final byte[] pixels;

    private FashionMnist(Split split, IdxFile images, byte[] labels) {
        byte[] digits = split == Split.TRAIN ? FIRST_TRAIN_DIGITS : FIRST_TEST_DIGITS;
        boolean mnist = Arrays.equals(digits, Arrays.copyOf(labels, digits.length));
        this.name = (mnist ? "MNIST, " : "Fashion-MNIST, ") + split;
        this.classes = mnist ? DIGITS : CLOTHES;
        this.height = images.dimensions()[1];
        this.width = images.dimensions()[2];
        this.labels = labels;
        this.pixels = images.values();
    }

    static boolean isIn(Path folder) {
        return FILES.stream().anyMatch(file -> find(folder, file).isPresent());
    }

    static FashionMnist open(Path folder, Split split) {
        Path imagesFile = require(folder, split == Split.TRAIN ? TRAIN_IMAGES : TEST_IMAGES);
        Path labelsFile = require(folder, split == Split.TRAIN ? TRAIN_LABELS : TEST_LABELS);
        IdxFile images = IdxFile.read(imagesFile, 3);
        byte[] labels = IdxFile.read(labelsFile, 1).values();
        if (labels.length != images.dimensions()[0]) {
            throw new DatasetException("%s must have a label for each of the %d images beside it, and has %d"
                    .formatted(labelsFile, images.dimensions()[0], labels.length));
        }
        for (int i = 0; i < labels.length; i++) {
            if (Byte.toUnsignedInt(labels[i]) >= CLOTHES.size()) {
                throw new DatasetException("%s: label %d must be from 0 to %d, and is %d"
                        .formatted(labelsFile, i, CLOTHES.size() - 1, Byte.toUnsignedInt(labels[i])));
            }
        }
        return new FashionMnist(split, images, labels);
    }

    private static Path require(Path folder, String file) {
        return find(folder, file)
                .orElseThrow(() -> new DatasetException(
                        folder.resolve(file) + " is missing, with and without .gz; the dataset is not complete"));
    }

    private static Optional<Path> find(Path folder, String file) {
        return Stream.of(folder.resolve(file), folder.resolve(file + ".gz"))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int label(int index) {
        return labels[Objects.checkIndex(index, size())];
    }

    @Override
    public byte[] image(int index) {
        int plane = height * width;
        int offset = Objects.checkIndex(index, size()) * plane;
        byte[] image = new byte[3 * plane];
        for (int channel = 0; channel < 3; channel++) {
            System.arraycopy(pixels, offset, image, channel * plane, plane);
        }
        return image;
    }
}
