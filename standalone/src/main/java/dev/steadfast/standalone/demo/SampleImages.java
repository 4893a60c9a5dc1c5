package dev.steadfast.standalone.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The images that the demo's camera shows: every 50th of the CIFAR-10 test set, with its label. */
public final class SampleImages {

    private static final String FOLDER = "cifar10/";

    private SampleImages() {}

    /** All 200, in the order of the test set. */
    public static List<SampleImage> load() {
        return new String(read("index.tsv"), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .map(entry -> new SampleImage(
                        Integer.parseInt(entry[0]), Integer.parseInt(entry[1]), entry[2], read(entry[3])))
                .toList();
    }

    private static byte[] read(String name) {
        try (InputStream input = SampleImages.class.getResourceAsStream(FOLDER + name)) {
            if (input == null) {
                throw new IllegalStateException("resource " + FOLDER + name + " is missing");
            }
            return input.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + FOLDER + name + " cannot be read", e);
        }
    }
}
