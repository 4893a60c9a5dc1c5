package dev.steadfast.gateway.frames;

import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import dev.steadfast.schemas.TraceParent;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say about a frame besides its pixels.
 *
 * @param frameId the client's id for it, or a random one
 * @param label ground truth, as a class index, if the client gave it
 * @param options sampling options, if the client gave any
 */
public record FrameQuery(
        String frameId, Optional<Integer> label, Optional<SamplingOptions> options, Optional<String> traceParent) {

    private static final Set<String> NAMES = Set.of("frame-id", "label", "plan", "sigma", "alpha", "n0", "n");

    /** Fit for a path segment, as the frame's prediction has one; {@code stream} and {@code socket} are other resources there. */
    private static final Pattern FRAME_ID = Pattern.compile("(?!(stream|socket)$)[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");

    private static final Map<String, PlanKind> PLANS = Map.of("fixed", PlanKind.FIXED, "predict", PlanKind.PREDICT);

    /**
     * Reads a query string.
     *
     * @param idempotencyKey the header of that name, if there is one
     * @throws ProblemException 400 for an unknown or repeated parameter, or a value that is not of its kind
     */
    public static FrameQuery read(MultiMap query, CameraName camera, Optional<String> idempotencyKey) {
        query.names().stream().filter(name -> !NAMES.contains(name)).findFirst().ifPresent(name -> {
            throw bad(name, "is not a parameter of this path, which are " + String.join(", ", new TreeSet<>(NAMES)));
        });
        Optional<String> frameId = read(
                query,
                "frame-id",
                text -> text,
                FRAME_ID.asMatchPredicate(),
                "1 to 128 of A-Z a-z 0-9 . _ : -, beginning with a letter or digit, and neither 'stream' nor 'socket'");
        if (frameId.isPresent() && idempotencyKey.isPresent()) {
            throw Problem.of(400, "give frame-id or Idempotency-Key, not both").exception();
        }
        Optional<Integer> label =
                read(query, "label", Integer::valueOf, index -> index >= 0, "a class index, 0 or greater");
        String id = frameId.or(() -> idempotencyKey.map(key -> IdempotencyKey.frameId(camera, key)))
                .orElseGet(() -> UUID.randomUUID().toString());
        return new FrameQuery(id, label, options(query), Optional.empty());
    }

    /**
     * The same for one of several images, whose id gets the image's number, from 0.
     *
     * @throws ProblemException 400 if the id becomes too long
     */
    public FrameQuery ofPart(int index) {
        String id = frameId + ":" + index;
        if (!FRAME_ID.matcher(id).matches()) {
            throw bad("frame-id", "is too long: with ':' and an image's number it must be 128 characters at most");
        }
        return new FrameQuery(id, label, options, traceParent);
    }

    /**
     * The same, in the trace of the request.
     *
     * @param header {@code traceparent}; ignored if it is none, as the W3C asks
     */
    public FrameQuery tracedBy(@Nullable String header) {
        return new FrameQuery(frameId, label, options, TraceParent.of(header));
    }

    private static Optional<SamplingOptions> options(MultiMap query) {
        Optional<PlanKind> plan = read(query, "plan", FrameQuery::plan, kind -> true, "fixed or predict");
        Optional<Double> sigma =
                read(query, "sigma", Double::valueOf, v -> Double.isFinite(v) && v > 0, "a finite number above 0");
        Optional<Double> alpha =
                read(query, "alpha", Double::valueOf, v -> v > 0 && v < 1, "a number between 0 and 1, both excluded");
        Optional<Integer> selection = samples(query, "n0");
        Optional<Integer> estimation = samples(query, "n");
        if (List.of(plan, sigma, alpha, selection, estimation).stream().allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(SamplingOptions.newBuilder()
                .setPlan(plan.orElse(null))
                .setSigma(sigma.orElse(null))
                .setAlpha(alpha.orElse(null))
                .setSelectionSamples(selection.orElse(null))
                .setEstimationSamples(estimation.orElse(null))
                .build());
    }

    private static Optional<Integer> samples(MultiMap query, String name) {
        return read(query, name, Integer::valueOf, count -> count >= 1, "a number of samples, 1 or greater");
    }

    private static PlanKind plan(String text) {
        PlanKind plan = PLANS.get(text.toLowerCase(Locale.ROOT));
        if (plan == null) {
            throw new IllegalArgumentException(text);
        }
        return plan;
    }

    private static <T> Optional<T> read(
            MultiMap query, String name, Function<String, T> reader, Predicate<T> allowed, String rule) {
        List<String> values = query.getAll(name);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw bad(name, "must be given once");
        }
        try {
            T value = reader.apply(values.get(0));
            if (allowed.test(value)) {
                return Optional.of(value);
            }
        } catch (IllegalArgumentException e) {
            throw bad(name, "must be " + rule + ", was '" + values.get(0) + "'");
        }
        throw bad(name, "must be " + rule + ", was '" + values.get(0) + "'");
    }

    private static ProblemException bad(String name, String rule) {
        return Problem.of(400, "query parameter '" + name + "' " + rule).exception();
    }
}
