package dev.steadfast.standalone.camera;

import java.io.IOException;
import java.nio.file.Files;
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

/**
 * The images that appear in a folder and below, each once, in the order of their times of change. What was there before is passed over, as are
 * hidden files and folders. A file is taken when it has stayed the same for a while and ends as its kind of image does, or has stayed the
 * same for long: then others judge what it is. One that is written anew is a new image; one that is renamed is not.
 *
 * <p>The folder is looked at from time to time, which also works where a network brings the files and the system tells nobody.
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

    private final Path folder;
    private final Patience patience;
    private final Set<FolderListing.Stamp> known = new HashSet<>();
    private final Map<Path, Candidate> candidates = new HashMap<>();
    private final Set<String> complainedAbout = new HashSet<>();
    private final Deque<Path> ready = new ArrayDeque<>();
    private final Deque<String> problems = new ArrayDeque<>();

    /**
     * Begins to watch.
     *
     * @throws SourceException if there is no such folder
     */
    public WatchedFolder(Path folder) {
        this(folder, Patience.USUAL);
    }

    WatchedFolder(Path folder, Patience patience) {
        this.folder = folder;
        this.patience = patience;
        known.addAll(list().stamps().values());
    }

    @Override
    public Optional<SourceImage> next() throws UnusableImageException, InterruptedException {
        while (ready.isEmpty() && problems.isEmpty()) {
            long start = System.nanoTime();
            look(start);
            if (ready.isEmpty() && problems.isEmpty()) {
                long rest = LOOKS_REST * (System.nanoTime() - start);
                Thread.sleep(Math.max(
                        patience.look().toMillis(), Duration.ofNanos(rest).toMillis()));
            }
        }
        if (!problems.isEmpty()) {
            throw new UnusableImageException(problems.remove());
        }
        return Optional.of(SourceImage.read(ready.remove()));
    }

    @Override
    public void close() {}

    private void look(long now) {
        FolderListing listing = list();
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
            ready.add(file);
        }
    }

    private static boolean isWhole(Path file) {
        try {
            return ImageFiles.isWhole(file);
        } catch (IOException e) {
            return false; // it may be gone, or not to be read yet; in the end, reading it says so
        }
    }

    private FolderListing list() {
        if (!Files.isDirectory(folder)) {
            throw new SourceException(folder + ": is no folder that can be watched");
        }
        try {
            FolderListing listing = FolderListing.of(folder);
            listing.problems().stream().filter(complainedAbout::add).forEach(problems::add);
            return listing;
        } catch (IOException e) {
            throw new SourceException("%s: cannot be watched: %s".formatted(folder, e), e);
        }
    }
}
