package dev.steadfast.datasets;

import dev.steadfast.images.Canonicaliser;
import dev.steadfast.images.OrientationRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Opens a dataset by the files that its folder holds:
 *
 * <ul>
 *   <li>CIFAR-10 in its binary layout: {@code cifar-10-batches-bin}, or the folder above it;
 *   <li>Fashion-MNIST or MNIST: four IDX files, as they are or with {@code .gz}, or the folder above a {@code fashion-mnist} that
 *       holds them;
 *   <li>a folder of each class: {@code train/<class>/*.png} or {@code .jpg}, and {@code test/<class>/...} with the same classes;
 *   <li>crops of photographs, without labels, which {@link CropCutting} makes: {@code crops.json} and {@code crops.rgb}.
 * </ul>
 */
public final class Datasets {
    private static final String LAYOUTS = "right would be CIFAR-10 in " + Cifar10.FOLDER
            + "/ (data_batch_1.bin to data_batch_5.bin, test_batch.bin); Fashion-MNIST (train-images-idx3-ubyte.gz and the"
            + " three files beside it); or images in folders named train/<class>/ and test/<class>/; or crops.json and crops.rgb, as 'steadfast data crops' makes them";

    private static final int MOST_NAMES_SHOWN = 5;

    private enum Layout {
        CIFAR_10,
        FASHION_MNIST,
        CLASS_FOLDERS,
        CROPS
    }

    private record Found(Layout layout, Path folder) {}

    private Datasets() {}

    /**
     * Opens images at the size that the dataset itself has.
     *
     * @throws DatasetException if the folder holds no dataset, more than one, or a damaged one; or if it is one of folders named by
     *     class, whose images are of any size
     */
    public static LabelledImages open(Path folder, Split split) {
        Found found = find(folder);
        return switch (found.layout) {
            case CIFAR_10 -> Cifar10.open(found.folder, split);
            case FASHION_MNIST -> FashionMnist.open(found.folder, split);
            case CROPS -> Crops.open(found.folder, split);
            case CLASS_FOLDERS ->
                throw new DatasetException(
                        found.folder
                                + " holds image files, which may be of any size: the height and width of the model's input must be named, as with --input 32x32");
        };
    }

    /**
     * {@return whether a dataset's images have a size of their own; those of folders named by class may be of any}
     *
     * @throws DatasetException if the folder holds no dataset, or more than one
     */
    public static boolean hasSizeOfItsOwn(Path folder) {
        return find(folder).layout != Layout.CLASS_FOLDERS;
    }

    /**
     * Opens images at the size of a model's input. Images of another size are scaled and cut exactly as the stream's intake does it.
     *
     * @param height rows of pixels, at least 1
     * @param width columns of pixels, at least 1
     * @throws DatasetException if the folder holds no dataset, more than one, or a damaged one
     */
    public static LabelledImages open(Path folder, Split split, int height, int width) {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("images are at least 1 x 1 pixels, were " + height + " x " + width);
        }
        return open(folder, split, Canonicaliser.covering(height, width), OrientationRule.EXIF);
    }

    /**
     * Opens images likewise.
     *
     * @param canonicaliser what makes a model's input of them: that of the bundle
     * @param orientation what is made of EXIF data; it must be what the deployment's intake has set
     */
    public static LabelledImages open(
            Path folder, Split split, Canonicaliser canonicaliser, OrientationRule orientation) {
        Found found = find(folder);
        if (found.layout == Layout.CLASS_FOLDERS) {
            return ClassFolders.open(found.folder, split, canonicaliser, orientation);
        }
        LabelledImages images = open(found.folder, split);
        return images.height() == canonicaliser.height() && images.width() == canonicaliser.width()
                ? images
                : new Resized(images, canonicaliser);
    }

    private static Found find(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DatasetException(folder
                    + (Files.exists(folder) ? " is a file, and must be a folder" : " does not exist") + "; " + LAYOUTS);
        }
        List<Found> found = new ArrayList<>();
        first(folder, Cifar10.FOLDER, Cifar10::isIn).ifPresent(at -> found.add(new Found(Layout.CIFAR_10, at)));
        first(folder, FashionMnist.FOLDER, FashionMnist::isIn)
                .ifPresent(at -> found.add(new Found(Layout.FASHION_MNIST, at)));
        if (ClassFolders.isIn(folder)) {
            found.add(new Found(Layout.CLASS_FOLDERS, folder));
        }
        if (Crops.isIn(folder)) {
            found.add(new Found(Layout.CROPS, folder));
        }
        if (found.isEmpty()) {
            throw new DatasetException(
                    folder + " holds no dataset of a known layout, but " + content(folder) + "; " + LAYOUTS);
        }
        if (found.size() > 1) {
            throw new DatasetException(folder + " holds more than one dataset, and one must be named: "
                    + found.stream().map(each -> each.folder.toString()).collect(Collectors.joining(", ")));
        }
        return found.get(0);
    }

    private interface Test {
        boolean holds(Path folder);
    }

    private static Optional<Path> first(Path folder, String below, Test test) {
        return Stream.of(folder, folder.resolve(below)).filter(test::holds).findFirst();
    }

    private static String content(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            if (names.isEmpty()) {
                return "is empty";
            }
            String shown = names.stream().limit(MOST_NAMES_SHOWN).collect(Collectors.joining(", "));
            return names.size() > MOST_NAMES_SHOWN
                    ? shown + " and " + (names.size() - MOST_NAMES_SHOWN) + " more"
                    : shown;
        } catch (IOException e) {
            throw new DatasetException(folder + " cannot be read: " + e, e);
        }
    }
}
