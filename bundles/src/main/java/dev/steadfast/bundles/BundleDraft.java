package dev.steadfast.bundles;

import dev.steadfast.bundles.BundleException.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A bundle in the making: a hidden folder beside the place where it will be. {@link #publish} moves it there as a whole; whatever
 * happens before, a full disk or a network that is refused, {@link #close} removes it, so that half a bundle is never seen.
 *
 * <p>Threading notes: publishing and closing exclude each other, so that a shutdown hook may close.
 */
public final class BundleDraft implements AutoCloseable {
    /** The classifier's file in bundles that Steadfast makes. */
    public static final String CLASSIFIER = "classifier.pt";

    /** The denoiser's file in bundles that Steadfast makes. */
    public static final String DENOISER = "denoiser.pt";

    private final Path target;
    private final boolean replace;
    private final Path folder;

    private BundleDraft(Path target, boolean replace, Path folder) {
        this.target = target;
        this.replace = replace;
        this.folder = folder;
    }

    /**
     * Begins a bundle.
     *
     * @param target where it will be; the folder above it must exist
     * @param replace whether a bundle that is there already is replaced. Its other files, such as a README, are kept
     * @throws BundleException if there is something already and it is not to be replaced, or is no bundle; or if nothing can be
     *     written
     */
    public static BundleDraft begin(Path target, boolean replace) {
        Path place = place(target);
        Path parent = place.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new BundleException(
                    Problem.NOT_FOUND, target + " cannot be made: there is no folder " + parent + " to make it in");
        }
        try {
            checkPlace(target, replace);
            return new BundleDraft(place, replace, Files.createDirectory(hidden(place, "new")));
        } catch (IOException e) {
            throw new BundleException(Problem.UNREADABLE, target + " cannot be made: " + e, e);
        }
    }

    /** What a link leads to, not the link, is replaced. */
    private static Path place(Path target) {
        try {
            return Files.exists(target)
                    ? target.toRealPath()
                    : target.toAbsolutePath().normalize();
        } catch (IOException e) {
            throw new BundleException(Problem.UNREADABLE, target + " cannot be read: " + e, e);
        }
    }

    private static void checkPlace(Path target, boolean replace) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new BundleException(
                    Problem.ALREADY_THERE, target + " must be a folder that is new or empty, but is a file");
        }
        List<Path> found = list(target);
        if (found.isEmpty()) {
            return;
        }
        if (!replace) {
            throw new BundleException(
                    Problem.ALREADY_THERE,
                    target + " must be a folder that is new or empty, but holds " + names(found)
                            + ": choose another one, or ask to replace the bundle in it (--replace)");
        }
        if (!Files.isRegularFile(target.resolve(BundleManifest.FILE_NAME))
                || !found.stream().allMatch(Files::isRegularFile)) {
            throw new BundleException(
                    Problem.ALREADY_THERE,
                    target + " must be a bundle to be replaced (" + BundleManifest.FILE_NAME
                            + ", and no folder below it), but holds " + names(found));
        }
    }

    /** {@return the folder to write the bundle's files to} */
    public Path folder() {
        return folder;
    }

    /**
     * Moves the finished bundle to its place.
     *
     * @throws BundleException if something came there since {@link #begin} that is not to be replaced
     * @throws IOException if that fails; what was there before is there again
     */
    public synchronized void publish() throws IOException {
        checkPlace(target, replace);
        boolean replaces = Files.isDirectory(target) && !list(target).isEmpty();
        if (replaces) {
            keepOtherFiles();
        }
        for (Path file : list(folder)) {
            try (FileChannel channel = FileChannel.open(file)) { // to read: a file that was kept may be read-only
                channel.force(true);
            }
        }
        if (replaces) {
            exchange();
        } else {
            Files.deleteIfExists(target); // an empty folder
            Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void keepOtherFiles() throws IOException {
        Set<String> own = ownFiles(target);
        for (Path file : list(target)) {
            if (!own.contains(file.getFileName().toString())) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static Set<String> ownFiles(Path bundle) {
        Set<String> own = new HashSet<>(Set.of(BundleManifest.FILE_NAME, CLASSIFIER, DENOISER));
        try {
            BundleManifest.read(bundle).files().forEach(file -> own.add(file.file()));
            return own;
        } catch (BundleException e) {
            return own; // a bundle whose manifest is bad may be replaced too
        }
    }

    private void exchange() throws IOException {
        Path old = hidden(target, "old");
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
        remove(old);
    }

    /** Removes what has not been published. Closing twice does nothing more. */
    @Override
    public synchronized void close() {
        try {
            remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be removed", e);
        }
    }

    private static void remove(Path flat) throws IOException {
        if (Files.isDirectory(flat)) {
            for (Path file : list(flat)) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(flat);
        }
    }

    private static Path hidden(Path place, String what) {
        return place.resolveSibling("." + place.getFileName() + "." + what + "-" + UUID.randomUUID());
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static String names(List<Path> files) {
        return files.stream().map(file -> file.getFileName().toString()).collect(Collectors.joining(", "));
    }
}
