package dev.steadfast.standalone.demo;

import dev.steadfast.standalone.command.DurationConverter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the sample cameras are told. */
final class SampleCameraOptions {

    private static final int MOST_CAMERAS = 100;

    @Option(
            names = "--cameras",
            paramLabel = "N",
            description =
                    "How many cameras publish, named sample-1 and so on. Of several, the last one's lens steams up"
                            + " from time to time. Default: ${DEFAULT-VALUE}")
    private int cameras = 3;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "Each camera waits so long after a frame, as in 2s, 500ms; the machine has time for other things."
                            + " Default: each frame follows the answer to the last")
    private Duration pause = Duration.ZERO;

    @Option(
            names = "--live",
            description =
                    "The cameras do not wait for answers, as real ones do not: with --every 100ms, say, more frames come"
                            + " than the worker can vote on, and it shows what becomes of them.")
    private boolean live;

    @Option(names = "--frames", paramLabel = "N", description = "End after N answers, rejections included.")
    private @Nullable Integer frames;

    /** @throws ParameterException if a value is out of range */
    void check(CommandLine command) {
        if (cameras < 1 || cameras > MOST_CAMERAS) {
            throw new ParameterException(
                    command, "--cameras: must be from 1 to %d, was %d".formatted(MOST_CAMERAS, cameras));
        }
        if (frames != null && frames < 1) {
            throw new ParameterException(command, "--frames: must be at least 1, was " + frames);
        }
        if (live && pause.isZero()) {
            throw new ParameterException(command, "--live: needs --every, the time between two frames of a camera");
        }
    }

    int cameras() {
        return cameras;
    }

    /** Of each camera after a frame. */
    Duration pause() {
        return pause;
    }

    /** Whether the cameras go on without answers. */
    boolean live() {
        return live;
    }

    /** How many answers to wait for; {@link Integer#MAX_VALUE} to go on until closed. */
    int frames() {
        return frames == null ? Integer.MAX_VALUE : frames;
    }
}
