package dev.steadfast.standalone.demo;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.standalone.command.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The images that the demo's cameras show. */
public enum SampleImages {
    /** Every 50th of the CIFAR-10 test set, 200 in all. */
    CIFAR10("cifar10"),

    /** A dozen photographs, of any size, for classifiers that know ImageNet's classes. */
    PHOTOGRAPHS("photographs");

    private final String folder;

    SampleImages(String folder) {
        this.folder = folder;
    }

    /** All of {@link #CIFAR10}, in the order of the test set. */
    public static List<SampleImage> load() {
        return CIFAR10.images();
    }

    /**
     * {@return those that a bundle knows the classes of}
     *
     * @throws CommandException if there are none
     */
    static SampleImages of(BundleManifest bundle) {
        return Stream.of(values())
                .filter(set -> set.images().stream().allMatch(image -> knows(bundle, image)))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ("the demo has images for bundles of CIFAR-10's or ImageNet's classes, and %s is of others: publish your own to it"
                                        + " (steadfast publish)")
                                .formatted(bundle.name())));
    }

    private static boolean knows(BundleManifest bundle, SampleImage image) {
        return image.truth().isEmpty()
                || (image.label() < bundle.classes().size()
                        && bundle.classes().get(image.label()).equals(image.className()));
    }

    /** {@return the names of the classes that are shown, by their indices} */
    Map<Integer, String> classNames() {
        return images().stream()
                .filter(image -> image.truth().isPresent())
                .collect(Collectors.toMap(SampleImage::label, SampleImage::className, (one, same) -> one));
    }

    /** {@return all of them, in their order} */
    List<SampleImage> images() {
        return new String(read("index.tsv"), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .map(entry -> new SampleImage(
                        Integer.parseInt(entry[0]),
                        entry[1].isEmpty() ? SampleImage.UNLABELLED : Integer.parseInt(entry[1]),
                        entry[2],
                        read(entry[3])))
                .toList();
    }

    private byte[] read(String name) {
        try (InputStream input = SampleImages.class.getResourceAsStream(folder + "/" + name)) {
            if (input == null) {
                throw new IllegalStateException("resource " + folder + "/" + name + " is missing");
            }
            return input.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + folder + "/" + name + " cannot be read", e);
        }
    }
}
