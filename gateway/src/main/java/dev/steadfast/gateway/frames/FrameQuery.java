package dev.steadfast.gateway.frames;

import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import dev.steadfast.gateway.problems.Shown;
import dev.steadfast.schemas.FrameIds;
import dev.steadfast.schemas.MaxAge;
import dev.steadfast.schemas.TraceParent;
import dev.steadfast.smoothing.Limits;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say about a frame besides its pixels.
 *
 * @param frameId the client's id for it, or a random one
 * @param groundTruth, as a class index, if the client gave it
 * @param options sampling options, if the client gave any
 */
public record FrameQuery(
        String frameId,
        Optional<Integer> groundTruth,
        Optional<SamplingOptions> options,
        Optional<String> traceParent) {

    private static final String GROUND_TRUTH = "ground-truth";

    /** The former name of {@link #GROUND_TRUTH}. */
    private static final String LABEL = "label";

    private static final String MAX_AGE = "max-age";

    /** The parameters that there are. */
    public static final Set<String> NAMES =
            Set.of("frame-id", GROUND_TRUTH, LABEL, "plan", "sigma", "alpha", "n0", "n", "radius", MAX_AGE);

    private static final String QUERY = "query parameter";

    /** Fit for a path segment, as the frame's prediction has one; {@code stream} and {@code socket} are other resources there. */
    private static final Pattern FRAME_ID = Pattern.compile("(?!(stream|socket)$)[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");

    private static final String SIGMA_RULE = "a number from %s to %s".formatted(Limits.MIN_SIGMA, Limits.MAX_SIGMA);
    private static final String ALPHA_RULE = "a number from %s to below 1".formatted(Limits.MIN_ALPHA);
    private static final String SAMPLES_RULE = "a number of samples from 1 to " + Limits.MAX_SAMPLES;

    private static final String MAX_AGE_RULE = "a number of seconds from 0.001 to " + MaxAge.LONGEST.toSeconds();

    private static final Map<String, PlanKind> PLANS =
            Map.of("fixed", PlanKind.FIXED, "predict", PlanKind.PREDICT, "sequential", PlanKind.SEQUENTIAL);

    /**
     * Reads a query string.
     *
     * @param idempotencyKey the header of that name, if there is one
     * @throws ProblemException 400 for an unknown or repeated parameter, or a value that is not of its kind
     */
    public static FrameQuery read(MultiMap query, CameraName camera, Optional<String> idempotencyKey) {
        query.names().stream().filter(name -> !NAMES.contains(name)).findFirst().ifPresent(name -> {
            throw Given.bad(
                    QUERY,
                    name,
                    "is not a parameter of this path, which are " + String.join(", ", new TreeSet<>(NAMES)));
        });
        return read(new Given(QUERY, query::getAll), camera, idempotencyKey);
    }

    /**
     * Reads parameters that came in a body.
     *
     * @param parameters of these names or others, which are passed over
     * @throws ProblemException 400 for a value that is not of its kind
     */
    public static FrameQuery read(Map<String, String> parameters, CameraName camera) {
        Given given = new Given(
                "parameter", name -> Stream.ofNullable(parameters.get(name)).toList());
        return read(given, camera, Optional.empty());
    }

    private static FrameQuery read(Given given, CameraName camera, Optional<String> idempotencyKey) {
        Optional<String> frameId = given.one(
                "frame-id",
                text -> text,
                FRAME_ID.asMatchPredicate(),
                "1 to 128 of A-Z a-z 0-9 . _ : -, beginning with a letter or digit, and neither 'stream' nor 'socket'");
        if (frameId.isPresent() && idempotencyKey.isPresent()) {
            throw Problem.of(400, "give frame-id or Idempotency-Key, not both").exception();
        }
        String id = frameId.or(() -> idempotencyKey.map(key -> IdempotencyKey.frameId(camera, key)))
                .orElseGet(FrameIds::random);
        return new FrameQuery(id, groundTruth(given), options(given), Optional.empty());
    }

    /**
     * The same for one of several images, whose id gets the image's number, from 0.
     *
     * @throws ProblemException 400 if the id becomes too long
     */
    public FrameQuery ofPart(int index) {
        String id = frameId + ":" + index;
        if (!FRAME_ID.matcher(id).matches()) {
            throw Problem.of(
                            400,
                            "'frame-id' is too long: with ':' and an image's number it must be 128 characters at most")
                    .exception();
        }
        return new FrameQuery(id, groundTruth, options, traceParent);
    }

    /**
     * The same, in the trace of the request.
     *
     * @param header {@code traceparent}; ignored if it is none, as the W3C asks
     */
    public FrameQuery tracedBy(@Nullable String header) {
        return new FrameQuery(frameId, groundTruth, options, TraceParent.of(header));
    }

    private static Optional<Integer> groundTruth(Given given) {
        Optional<Integer> truth = classIndex(given, GROUND_TRUTH);
        Optional<Integer> label = classIndex(given, LABEL);
        if (truth.isPresent() && label.isPresent()) {
            throw Given.bad(given.kind(), LABEL, "is the former name of " + GROUND_TRUTH + ": give one of them");
        }
        return truth.or(() -> label);
    }

    private static Optional<Integer> classIndex(Given given, String name) {
        return given.one(name, Integer::valueOf, index -> index >= 0, "a class index, 0 or greater");
    }

    private static Optional<SamplingOptions> options(Given given) {
        Optional<PlanKind> plan = given.one("plan", FrameQuery::plan, kind -> true, "fixed, predict or sequential");
        Optional<Double> sigma = given.one("sigma", Double::valueOf, FrameQuery::isSigma, SIGMA_RULE);
        Optional<Double> alpha = given.one("alpha", Double::valueOf, v -> v >= Limits.MIN_ALPHA && v < 1, ALPHA_RULE);
        Optional<Integer> selection = samples(given, "n0");
        Optional<Integer> estimation = samples(given, "n");
        Optional<Double> radius = given.one(
                "radius", Double::valueOf, v -> Double.isFinite(v) && v >= 0, "a finite number, 0 or greater");
        Optional<Duration> maxAge = given.one(MAX_AGE, FrameQuery::seconds, MaxAge::isAllowed, MAX_AGE_RULE);
        if (List.of(plan, sigma, alpha, selection, estimation, radius, maxAge).stream()
                .allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(SamplingOptions.newBuilder()
                .setPlan(plan.orElse(null))
                .setSigma(sigma.orElse(null))
                .setAlpha(alpha.orElse(null))
                .setSelectionSamples(selection.orElse(null))
                .setEstimationSamples(estimation.orElse(null))
                .setRadius(radius.orElse(null))
                .setMaxAgeMillis(maxAge.map(Duration::toMillis).orElse(null))
                .build());
    }

    private static Duration seconds(String text) {
        double seconds = Double.parseDouble(text);
        return Double.isFinite(seconds) ? Duration.ofMillis(Math.round(1000 * seconds)) : Duration.ZERO;
    }

    private static Optional<Integer> samples(Given given, String name) {
        return given.one(name, Integer::valueOf, count -> count >= 1 && count <= Limits.MAX_SAMPLES, SAMPLES_RULE);
    }

    private static boolean isSigma(double value) {
        return value >= Limits.MIN_SIGMA && value <= Limits.MAX_SIGMA;
    }

    private static PlanKind plan(String text) {
        PlanKind plan = PLANS.get(text.toLowerCase(Locale.ROOT));
        if (plan == null) {
            throw new IllegalArgumentException(text);
        }
        return plan;
    }

    /**
     * What was given.
     *
     * @param kind of parameter, in what is answered
     * @param values by name
     */
    private record Given(String kind, Function<String, List<String>> values) {

        <T> Optional<T> one(String name, Function<String, T> reader, Predicate<T> allowed, String rule) {
            List<String> all = values.apply(name);
            if (all.isEmpty()) {
                return Optional.empty();
            }
            if (all.size() > 1) {
                throw bad(kind, name, "must be given once");
            }
            try {
                T value = reader.apply(all.get(0));
                if (allowed.test(value)) {
                    return Optional.of(value);
                }
            } catch (IllegalArgumentException e) {
                throw bad(kind, name, "must be " + rule + ", was '" + Shown.of(all.get(0)) + "'");
            }
            throw bad(kind, name, "must be " + rule + ", was '" + Shown.of(all.get(0)) + "'");
        }

        static ProblemException bad(String kind, String name, String rule) {
            return Problem.of(400, kind + " '" + name + "' " + rule).exception();
        }
    }
}
