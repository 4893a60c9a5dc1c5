package dev.steadfast.standalone;

import dev.steadfast.standalone.demo.SampleImage;
import dev.steadfast.standalone.demo.SampleImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The demo's images as a dataset: a folder for each class, in train and in test. */
public final class SampleFolders {

    private SampleFolders() {}

    /** The names of their classes, by label. */
    public static List<String> classes() {
        return SampleImages.load().stream()
                .map(SampleImage::className)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Writes the first images of each class.
     *
     * @param each images of a class, the same in both splits
     */
    public static void write(Path folder, int each) throws IOException {
        Map<Integer, Integer> written = new HashMap<>();
        for (SampleImage sample : SampleImages.load()) {
            int number = written.merge(sample.label(), 1, Integer::sum);
            if (number <= each) {
                for (String split : List.of("train", "test")) {
                    Path images = Files.createDirectories(folder.resolve(split).resolve(sample.className()));
                    Files.write(images.resolve(number + ".png"), sample.encoded());
                }
            }
        }
    }
}
