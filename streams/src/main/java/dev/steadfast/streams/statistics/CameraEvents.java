package dev.steadfast.streams.statistics;

import dev.steadfast.avro.AbstentionCount;
import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CameraEvent;
import dev.steadfast.avro.CameraEventKind;
import dev.steadfast.avro.CameraStatistics;
import dev.steadfast.streams.statistics.Standing.Comparison;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Tells what happens to a camera in the words of the contract. */
final class CameraEvents {

    private CameraEvents() {}

    /**
     * A turn.
     *
     * @param window the closed window that showed it
     * @param comparison of that window with the past
     * @param departureProbability as it is set
     */
    static CameraEvent of(
            CameraEventKind kind,
            CameraStatistics window,
            Comparison comparison,
            double departureProbability,
            Instant now) {
        Past.Window compared = comparison.recent().together();
        Optional<AbstentionReason> leading = window.getAbstentions().stream()
                .map(AbstentionCount::getReason)
                .filter(WindowCounts::counts)
                .findFirst();
        return CameraEvent.newBuilder()
                .setCameraId(window.getCameraId())
                .setKind(kind)
                .setOccurredAt(now)
                .setWindowStart(window.getWindowStart())
                .setWindowEnd(window.getWindowEnd())
                .setFrames(compared.frames())
                .setAbstained(compared.abstained())
                .setPastFrames(comparison.past().frames())
                .setPastAbstained(comparison.past().abstained())
                .setProbability(
                        comparison.surprise().orElse(1)) // a new normal may come with a window too small to tell
                .setThreshold(
                        kind == CameraEventKind.RETURNED ? DepartureRule.RETURN_PROBABILITY : departureProbability)
                .setLeadingReason(leading.orElse(null))
                .setMessage(message(kind, window.getCameraId(), comparison, leading))
                .build();
    }

    /** Frames of a camera begin to be given up. */
    static CameraEvent overloaded(String cameraId, Overload overload, Instant now) {
        return of(
                CameraEventKind.OVERLOADED,
                cameraId,
                overload,
                "Frames of camera %s are given up: more come than the workers can vote on in time.".formatted(cameraId),
                now);
    }

    /** For a while no frame of a camera was given up any more. */
    static CameraEvent caughtUp(String cameraId, Overload overload, Instant now) {
        String message = "No frame of camera %s was given up for %d s; of the %d since the first, %d were."
                .formatted(cameraId, Overload.CALM.toSeconds(), overload.frames(), overload.givenUp());
        return of(CameraEventKind.CAUGHT_UP, cameraId, overload, message, now);
    }

    private static CameraEvent of(
            CameraEventKind kind, String cameraId, Overload overload, String message, Instant now) {
        return CameraEvent.newBuilder()
                .setCameraId(cameraId)
                .setKind(kind)
                .setOccurredAt(now)
                .setWindowStart(overload.since())
                .setWindowEnd(overload.latest())
                .setFrames(overload.frames())
                .setAbstained(overload.givenUp())
                .setPastFrames(0)
                .setPastAbstained(0)
                .setProbability(1)
                .setThreshold(0)
                .setLeadingReason(kind == CameraEventKind.OVERLOADED ? AbstentionReason.OVERLOADED : null)
                .setMessage(message)
                .build();
    }

    private static String message(
            CameraEventKind kind, String cameraId, Comparison comparison, Optional<AbstentionReason> leading) {
        Past.Window compared = comparison.recent().together();
        Past past = comparison.past();
        String counts = "%d of %d frames were not answered, %s of those before"
                .formatted(compared.abstained(), compared.frames(), percent(past.abstained(), past.frames()));
        String camera = "Camera " + cameraId;
        return switch (kind) {
            case DEPARTED ->
                "%s abstains far more than usual: %s%s."
                        .formatted(
                                camera,
                                counts,
                                leading.map(reason -> "; the leading reason is " + words(reason))
                                        .orElse(""));
            case RETURNED -> "%s is as usual again: %s.".formatted(camera, counts);
            case NEW_NORMAL ->
                "%s has stayed as it is for so long that this is its usual from now on: %s.".formatted(camera, counts);
            case UNKNOWN, OVERLOADED, CAUGHT_UP -> throw new IllegalArgumentException(kind + " is no turn of a camera");
        };
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.1f%%", whole == 0 ? 0 : 100.0 * part / whole);
    }

    private static String words(AbstentionReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
