package dev.steadfast.datasets;

import dev.steadfast.images.Canonicaliser;
import dev.steadfast.images.OrientationRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Image files in folders that are named after their class: {@code train/<class>/} and {@code test/<class>/}. Classes and files are in the
 * order of their names. Only the names are held in memory: an image is read and decoded each time it is asked for. Hidden files, and
 * files that do not end in {@code .png}, {@code .jpg} or {@code .jpeg}, are not looked at; which of both types a file is, its first bytes say.
 */
final class ClassFolders implements LabelledImages {
    private static final int MOST_SHOWN = 100;
    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

    private final String name;
    private final List<String> classes;
    private final Path[] files;
    private final int[] labels;
    private final ImageFiles images;
    private final Canonicaliser canonicaliser;

    private ClassFolders(
            String name,
            List<String> classes,
            List<Path> files,
            int[] labels,
            ImageFiles images,
            Canonicaliser canonicaliser) {
        this.name = name;
        this.classes = classes;
        this.files = files.toArray(Path[]::new);
        this.labels = labels;
        this.images = images;
        this.canonicaliser = canonicaliser;
    }

    static boolean isIn(Path folder) {
        return Arrays.stream(Split.values()).anyMatch(split -> Files.isDirectory(folder.resolve(split.toString())));
    }

    static ClassFolders open(Path folder, Split split, Canonicaliser canonicaliser, OrientationRule orientation) {
        Path splitFolder = folder.resolve(split.toString());
        if (!Files.isDirectory(splitFolder)) {
            throw new DatasetException("%s has no folder '%s'; the images must be in %s%s<class>%s"
                    .formatted(folder, split, splitFolder, separator(folder), separator(folder)));
        }
        List<String> classes = classes(splitFolder);
        requireSameClasses(folder, split, classes);
        List<Path> files = new ArrayList<>();
        int[] ends = new int[classes.size()];
        for (int label = 0; label < ends.length; label++) {
            Path classFolder = splitFolder.resolve(classes.get(label));
            List<Path> images = list(classFolder, ClassFolders::isImage);
            if (images.isEmpty()) {
                throw new DatasetException(
                        classFolder + " holds no image: a class needs files that end in " + String.join(", ", ENDINGS));
            }
            files.addAll(images);
            ends[label] = files.size();
        }
        int[] labels = new int[files.size()];
        for (int label = 1; label < ends.length; label++) {
            Arrays.fill(labels, ends[label - 1], ends[label], label);
        }
        String name = folder.toAbsolutePath().normalize().getFileName() + ", " + split;
        return new ClassFolders(
                orientation == OrientationRule.EXIF ? name : name + ", as stored",
                classes,
                files,
                labels,
                new ImageFiles(orientation),
                canonicaliser);
    }

    private static List<String> classes(Path splitFolder) {
        List<String> classes = list(splitFolder, Files::isDirectory).stream()
                .map(each -> each.getFileName().toString())
                .toList();
        if (classes.size() < 2) {
            throw new DatasetException("%s must hold a folder for each of 2 or more classes, and holds %s"
                    .formatted(splitFolder, classes));
        }
        return classes;
    }

    private static void requireSameClasses(Path folder, Split split, List<String> classes) {
        Path otherFolder = folder.resolve((split == Split.TRAIN ? Split.TEST : Split.TRAIN).toString());
        if (!Files.isDirectory(otherFolder)) {
            return;
        }
        List<String> others = classes(otherFolder);
        if (!others.equals(classes)) {
            List<String> onlyHere =
                    classes.stream().filter(each -> !others.contains(each)).toList();
            List<String> onlyThere =
                    others.stream().filter(each -> !classes.contains(each)).toList();
            throw new DatasetException(
                    "%s and %s must hold folders for the same classes; only the first has %s, only the second %s"
                            .formatted(folder.resolve(split.toString()), otherFolder, onlyHere, onlyThere));
        }
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(wanted)
                    .sorted((a, b) ->
                            a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new DatasetException(folder + " cannot be read: " + e, e);
        }
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
    }

    private static String separator(Path path) {
        return path.getFileSystem().getSeparator();
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
        return canonicaliser.height();
    }

    @Override
    public int width() {
        return canonicaliser.width();
    }

    @Override
    public String pixelRules() {
        return images.pixelRules(canonicaliser);
    }

    @Override
    public int size() {
        return files.length;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public byte[] image(int index) {
        return images.decode(files[index], canonicaliser::canonicalise);
    }

    @Override
    public void requireReadable(int... indices) {
        boolean[] whole = new boolean[files.length];
        for (int index : indices) {
            whole[index] = true;
        }
        List<String> unreadable = IntStream.range(0, files.length)
                .parallel()
                .mapToObj(index -> images.fault(files[index], whole[index]))
                .flatMap(Optional::stream)
                .toList();
        if (!unreadable.isEmpty()) {
            throw new DatasetException(
                    "%d of the %d images of %s cannot be read; put them right or take them away:%n%s%s"
                            .formatted(
                                    unreadable.size(),
                                    files.length,
                                    name,
                                    String.join("\n", unreadable.subList(0, Math.min(MOST_SHOWN, unreadable.size()))),
                                    unreadable.size() > MOST_SHOWN
                                            ? "\nand %d more".formatted(unreadable.size() - MOST_SHOWN)
                                            : ""));
        }
    }
}
