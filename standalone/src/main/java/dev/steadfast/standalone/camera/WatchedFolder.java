package dev.steadfast.standalone.camera;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The images that appear in a folder and below, each once, in the order of their times of change. What was there before is passed over, as are
 * hidden files and folders. A file is taken when it has stayed the same for a while and ends as its kind of image does, or has stayed the
 * same for long: then others judge what it is. One that is written anew is a new image; one that is renamed is not.
 *
 * <p>The folder is looked at from time to time, which also works where a network brings the files and the system tells nobody. While it is
 * away, as a network's may be, it is looked for after ever longer waits; what was taken before is not taken again.
 */
public final class WatchedFolder implements ImageSource {

    /** How long files must have stayed the same. */
    record Patience(Duration look, Duration whole, Duration other) {
        static final Patience USUAL =
                new Patience(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    /** Looking takes at most a tenth of the time. */
    private static final int LOOKS_REST = 9;

    /** Files that are gone are remembered, since a network's folder may be away for a moment, but not for ever. */
    private static final int REMEMBERED = 100_000;

    private record Candidate(FolderListing.Stamp stamp, long since) {}

    private record Ready(Path file, FolderListing.Stamp stamp) {}

    private final Path folder;
    private final Patience patience;
    private final Retries retries;
    private final Consumer<String> notices;
    private final Set<FolderListing.Stamp> known = new HashSet<>();
    private final Map<Path, Candidate> candidates = new HashMap<>();
    private final Set<String> complainedAbout = new HashSet<>();
    private final Deque<Ready> ready = new ArrayDeque<>();
    private final Deque<String> problems = new ArrayDeque<>();

    /**
     * Begins to watch.
     *
     * @param retryFor for how long to look in vain for a folder that was there; zero to look once
     * @param notices hears why it is looked for again, and when
     * @throws SourceException if there is no such folder
     */
    public WatchedFolder(Path folder, Duration retryFor, Consumer<String> notices) {
        this(folder, Patience.USUAL, new Retries(retryFor), notices);
    }

    WatchedFolder(Path folder, Patience patience, Retries retries, Consumer<String> notices) {
        this.folder = folder;
        this.patience = patience;
        this.retries = retries;
        this.notices = notices;
        try {
            known.addAll(list().stamps().values());
        } catch (IOException e) {
            throw new SourceException(reason(e), e);
        }
    }

    @Override
    public Optional<SourceImage> next() throws UnusableImageException, InterruptedException {
        Optional<SourceImage> image = Optional.empty();
        while (image.isEmpty()) {
            if (!problems.isEmpty()) {
                throw new UnusableImageException(problems.remove());
            } else if (!ready.isEmpty()) {
                image = read(ready.remove());
            } else {
                Duration rest = look(System.nanoTime());
                if (ready.isEmpty() && problems.isEmpty()) {
                    Thread.sleep(rest.toMillis());
                }
            }
        }
        return image;
    }

    /** Returns nothing of a file that is away with the whole folder: it will be found again. */
    private Optional<SourceImage> read(Ready next) throws UnusableImageException {
        try {
            return Optional.of(SourceImage.read(next.file()));
        } catch (UnusableImageException e) {
            if (Files.isDirectory(folder)) {
                throw e;
            }
            known.remove(next.stamp());
            return Optional.empty();
        }
    }

    @Override
    public void close() {}

    /** Returns how long to rest before the next look. */
    private Duration look(long now) {
        try {
            consider(list(), now);
            retries.succeeded();
            Duration rest = Duration.ofNanos(LOOKS_REST * (System.nanoTime() - now));
            return rest.compareTo(patience.look()) > 0 ? rest : patience.look();
        } catch (IOException e) {
            candidates.clear(); // whether they stay the same cannot be seen now
            Duration wait = retries.afterFailure().orElseThrow(() -> new SourceException(reason(e), e));
            notices.accept("%s; looking again in %d s".formatted(reason(e), wait.toSeconds()));
            return wait;
        }
    }

    private void consider(FolderListing listing, long now) {
        listing.stamps().entrySet().stream()
                .filter(file -> !known.contains(file.getValue()))
                .sorted(Comparator.comparing((Map.Entry<Path, FolderListing.Stamp> file) ->
                                file.getValue().changed())
                        .thenComparing(Map.Entry::getKey))
                .forEach(file -> consider(file.getKey(), file.getValue(), now));
        if (known.size() > 2 * listing.stamps().size() + REMEMBERED) {
            known.retainAll(new HashSet<>(listing.stamps().values()));
        }
        candidates.keySet().retainAll(listing.stamps().keySet());
    }

    private void consider(Path file, FolderListing.Stamp stamp, long now) {
        Candidate before = candidates.get(file);
        if (before == null || !before.stamp().equals(stamp)) {
            candidates.put(file, new Candidate(stamp, now));
            return;
        }
        long unchanged = now - before.since();
        if (unchanged >= patience.other().toNanos()
                || (unchanged >= patience.whole().toNanos() && isWhole(file))) {
            known.add(stamp);
            ready.add(new Ready(file, stamp));
        }
    }

    private static boolean isWhole(Path file) {
        try {
            return ImageFiles.isWhole(file);
        } catch (IOException e) {
            return false; // it may be gone, or not to be read yet; in the end, reading it says so
        }
    }

    private FolderListing list() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        FolderListing listing = FolderListing.of(folder);
        listing.problems().stream().filter(complainedAbout::add).forEach(problems::add);
        return listing;
    }

    private String reason(IOException failure) {
        return failure instanceof NotDirectoryException || failure instanceof NoSuchFileException
                ? folder + ": is no folder that can be watched"
                : "%s: cannot be watched: %s".formatted(folder, failure);
    }
}
