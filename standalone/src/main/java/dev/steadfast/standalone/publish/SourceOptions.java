package dev.steadfast.standalone.publish;

import dev.steadfast.standalone.camera.CameraAddress;
import dev.steadfast.standalone.camera.ChainedSources;
import dev.steadfast.standalone.camera.Credentials;
import dev.steadfast.standalone.camera.HttpCamera;
import dev.steadfast.standalone.camera.ImageSource;
import dev.steadfast.standalone.camera.NamedFiles;
import dev.steadfast.standalone.camera.SourceException;
import dev.steadfast.standalone.camera.StreamedImages;
import dev.steadfast.standalone.camera.ThinnedSource;
import dev.steadfast.standalone.camera.WatchedFolder;
import dev.steadfast.standalone.command.DurationConverter;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Where images come from, and which of them are taken. */
final class SourceOptions {

    private static final String STANDARD_INPUT = "-";
    private static final String CREDENTIALS_VARIABLE = "CAMERA_CREDENTIALS";
    private static final double MOST_PER_SECOND = 1000;
    private static final Duration SHORTEST_EVERY = Duration.ofMillis(100);

    @Parameters(
            arity = "1..*",
            paramLabel = "SOURCE",
            description = {
                "PNG and JPEG files; folders, for all *.png, *.jpg and *.jpeg in them and below, sorted; - for JPEGs one after the other on"
                        + " standard input.",
                "Or, alone: http://... or https://..., for a camera's MJPEG stream or snapshot."
            })
    private List<String> sources = new ArrayList<>();

    @Option(
            names = "--watch",
            description =
                    "SOURCE is a folder, and what appears in it from now on is published, each file when it is complete.")
    private boolean watch;

    @Option(
            names = "--fps",
            paramLabel = "N",
            description =
                    "Of a stream, a camera or a watched folder: at most N images a second; the others are dropped. 0.2 is one in 5 s.")
    private @Nullable Double perSecond;

    @Option(
            names = "--latest",
            description =
                    "Of the same: while Kafka is behind, drops images for newer ones, instead of letting them wait.")
    private boolean latest;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "Of a camera that gives snapshots: takes one so often, as in 2s, 500ms, 1m. Default: a single one.")
    private @Nullable Duration every;

    @Option(
            names = "--retry-for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "10m",
            description =
                    "Of a camera over HTTP or a watched folder: gives up when every try has failed for so long; 0s for a single try."
                            + " Default: ${DEFAULT-VALUE}")
    private Duration retryFor = Duration.ZERO;

    @Option(
            names = "--credentials",
            paramLabel = "FILE",
            description =
                    "Of a camera over HTTP: a file whose first line is user:password. Those in the address win; without either,"
                            + " those in the environment's " + CREDENTIALS_VARIABLE + ".")
    private @Nullable Path credentials;

    /**
     * Checks what can be checked without looking for the sources.
     *
     * @throws ParameterException if they do not go together, or a value is out of range
     */
    void check(CommandLine command) {
        boolean http = sources.stream().anyMatch(CameraAddress::isOne);
        if (sources.size() > 1 && (http || watch)) {
            throw new ParameterException(
                    command,
                    "a camera's address or a watched folder must be the only source, since it has no end; there are "
                            + sources.size());
        }
        long standardInputs = sources.stream().filter(STANDARD_INPUT::equals).count();
        if (standardInputs > 1) {
            throw new ParameterException(
                    command, "-: standard input can be read once, and is named %d times".formatted(standardInputs));
        }
        if (watch && (http || sources.contains(STANDARD_INPUT))) {
            throw new ParameterException(command, "--watch: must be with a folder, was with " + shown(sources.get(0)));
        }
        if ((perSecond != null || latest) && !(isEndless() && sources.size() == 1)) {
            throw new ParameterException(
                    command,
                    "--fps, --latest: must be with -, a camera's address or --watch, and no other source; named files are all published");
        }
        if (perSecond != null && !(perSecond > 0 && perSecond <= MOST_PER_SECOND)) {
            throw new ParameterException(
                    command, "--fps: must be above 0 and at most %s, was %s".formatted(MOST_PER_SECOND, perSecond));
        }
        if (every != null && (!http || every.compareTo(SHORTEST_EVERY) < 0)) {
            throw new ParameterException(
                    command,
                    "--every: must be with a camera's address, and at least %d ms"
                            .formatted(SHORTEST_EVERY.toMillis()));
        }
        if (credentials != null && !http) {
            throw new ParameterException(command, "--credentials: must be with a camera's address");
        }
    }

    /** Whether a source may go on for ever. */
    boolean isEndless() {
        return watch
                || sources.stream().anyMatch(source -> source.equals(STANDARD_INPUT) || CameraAddress.isOne(source));
    }

    boolean latest() {
        return latest;
    }

    /**
     * Opens all of them, as one.
     *
     * @param notices hears what a person may want to know while they are read
     * @throws ParameterException if the name of one cannot be used
     * @throws SourceException if one cannot be read
     */
    ThinnedSource open(InputStream standardInput, PrintWriter notices, CommandLine command) {
        List<ImageSource> opened = sources.stream()
                .map(name -> open(name, standardInput, notices, command))
                .toList();
        return new ThinnedSource(new ChainedSources(opened), perSecond == null ? Double.POSITIVE_INFINITY : perSecond);
    }

    private ImageSource open(String name, InputStream standardInput, PrintWriter notices, CommandLine command) {
        if (name.equals(STANDARD_INPUT)) {
            return new StreamedImages("standard input", standardInput);
        } else if (CameraAddress.isOne(name)) {
            return new HttpCamera(address(name, command), Optional.ofNullable(every), retryFor, notices::println);
        }
        return watch ? new WatchedFolder(Path.of(name), retryFor, notices::println) : new NamedFiles(name);
    }

    private CameraAddress address(String name, CommandLine command) {
        Optional<Credentials> others = credentials == null
                ? Optional.ofNullable(System.getenv(CREDENTIALS_VARIABLE)).map(text -> Credentials.parse(text)
                        .orElseThrow(() ->
                                new ParameterException(command, CREDENTIALS_VARIABLE + ": must be user:password")))
                : Optional.of(Credentials.read(credentials));
        try {
            return CameraAddress.parse(name, others);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, "the camera's address " + e.getMessage(), e);
        }
    }

    /** A name without what may be secret in it. */
    private static String shown(String source) {
        return CameraAddress.isOne(source) ? "a camera's address" : "'" + source + "'";
    }
}
