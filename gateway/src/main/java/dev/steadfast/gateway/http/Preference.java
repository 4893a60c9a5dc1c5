package dev.steadfast.gateway.http;

import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.Shown;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client would like, by its {@code Prefer} headers (RFC 7240). {@code wait} and {@code respond-async} are heeded; others are ignored,
 * as that says.
 *
 * @param patience how long it would wait for the result
 * @param async whether it would rather be told where the result will be than wait for it
 */
public record Preference(Optional<Duration> patience, boolean async) {

    private static final Pattern WAIT =
            Pattern.compile("\\s*wait\\s*=\\s*\"?([^\"\\s;]*)\"?.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ASYNC = Pattern.compile("\\s*respond-async\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    /**
     * Reads the headers of a request.
     *
     * @param longest what a longer wait is shortened to
     * @throws dev.steadfast.gateway.problems.ProblemException 400 if {@code wait} is not a number of seconds
     */
    public static Preference of(RoutingContext request, Duration longest) {
        return of(request.request().headers().getAll("Prefer"), longest);
    }

    static Preference of(List<String> headers, Duration longest) {
        Optional<Duration> patience = Optional.empty();
        boolean async = false;
        for (String header : headers) {
            for (String preference : header.split(",", -1)) {
                Matcher wait = WAIT.matcher(preference);
                if (wait.matches() && patience.isEmpty()) {
                    patience = Optional.of(seconds(wait.group(1), longest));
                }
                async = async || ASYNC.matcher(preference).matches();
            }
        }
        return new Preference(patience, async);
    }

    private static Duration seconds(String text, Duration longest) {
        if (!text.matches("\\d{1,9}")) {
            throw Problem.of(400, "Prefer: wait must be a whole number of seconds, was '%s'".formatted(Shown.of(text)))
                    .exception();
        }
        Duration wait = Duration.ofSeconds(Long.parseLong(text));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    /** Whether anything is preferred. */
    public boolean given() {
        return async || patience.isPresent();
    }

    /** Says in an answer that is about to be sent what was heeded. */
    public void announce(RoutingContext request) {
        List<String> applied = new ArrayList<>();
        if (async) {
            applied.add("respond-async");
        }
        patience.ifPresent(time -> applied.add("wait=" + time.toSeconds()));
        if (!applied.isEmpty()) {
            request.response().putHeader("Preference-Applied", String.join(", ", applied));
        }
    }
}
