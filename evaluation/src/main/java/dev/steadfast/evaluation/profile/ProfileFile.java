package dev.steadfast.evaluation.profile;

import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.evaluation.measurement.ImageResult;
import dev.steadfast.evaluation.measurement.MeasurementDescription;
import dev.steadfast.smoothing.forecast.VoteShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A profile in a file, that grows with a table. It is written whole, a few seconds apart, so that a killed measurement leaves one that lacks the last images: those
 * are voted on again when it is taken up.
 *
 * <p>Threading notes: for one thread.
 */
public final class ProfileFile {

    private static final long PAUSE = Duration.ofSeconds(5).toNanos();

    private final Path file;
    private final MeasurementDescription measurement;
    private final List<VoteShare> shares;
    private final List<ImageResult> results = new ArrayList<>();
    private long written = System.nanoTime();

    private ProfileFile(Path file, MeasurementDescription measurement, List<VoteShare> shares) {
        this.file = file;
        this.measurement = measurement;
        this.shares = shares;
    }

    /**
     * Looks whether a profile can be begun or taken up, before anything is measured.
     *
     * @throws EvaluationException if there is no folder for it, or it was begun with something else
     */
    public static void requireUsable(Path file, MeasurementDescription measurement) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new EvaluationException(file + " cannot be written: there is no folder " + folder);
        }
        if (Files.exists(file)) {
            List<String> differences = read(file).measurement().differences(measurement);
            if (!differences.isEmpty()) {
                throw new EvaluationException("%s is a profile of another measurement (%s): name another file"
                        .formatted(file, String.join("; ", differences)));
            }
        }
    }

    /**
     * Begins a profile, or takes up one that was begun with the same measurement.
     *
     * @param begun results that the table holds by now
     * @throws EvaluationException as {@link #requireUsable}
     */
    public static ProfileFile open(Path file, MeasurementDescription measurement, List<ImageResult> begun) {
        requireUsable(file, measurement);
        List<VoteShare> shares = Files.exists(file) ? read(file).shares() : List.of();
        int known = Math.min(shares.size(), begun.size());
        ProfileFile profile = new ProfileFile(file, measurement, new ArrayList<>(shares.subList(0, known)));
        profile.results.addAll(begun.subList(0, known));
        return profile;
    }

    /**
     * Reads a profile, or the table of a fixed plan, whose radii say how the votes were.
     *
     * @throws EvaluationException if the file is neither; the message names it, the rule and what was found
     */
    public static VoteProfile read(Path file) {
        try {
            String text = Files.readString(file);
            return text.stripLeading().startsWith("{") ? ProfileJson.read(text) : TableProfile.read(file);
        } catch (NoSuchFileException e) {
            throw new EvaluationException(file + " does not exist", e);
        } catch (IOException e) {
            throw new EvaluationException(file + " cannot be read: " + e, e);
        } catch (EvaluationException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(file.toString()) ? e : new EvaluationException(file + ": " + message, e);
        }
    }

    /** {@return how many images, from the first, it holds} */
    public int images() {
        return shares.size();
    }

    /** Takes the next image. */
    public void add(ImageResult result, VoteShare share) {
        shares.add(share);
        results.add(result);
        if (System.nanoTime() - written > PAUSE) {
            write();
        }
    }

    /**
     * Writes what there is.
     *
     * @throws EvaluationException if it cannot be written
     */
    public void write() {
        try {
            double votesPerSecond = VoteProfile.votesPerSecond(measurement, results);
            ProfileJson.write(new VoteProfile(measurement, votesPerSecond, shares, true), file);
            written = System.nanoTime();
        } catch (IOException e) {
            throw new EvaluationException(file + " cannot be written: " + e, e);
        }
    }
}
