package dev.steadfast.gateway.frames;

import dev.steadfast.gateway.problems.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client would like, by its {@code Prefer} headers (RFC 7240). Only {@code wait} is heeded; others are ignored, as that says.
 *
 * @param patience how long it would wait for the prediction
 */
record Preference(Optional<Duration> patience) {

    private static final Pattern WAIT =
            Pattern.compile("\\s*wait\\s*=\\s*\"?([^\"\\s;]*)\"?.*", Pattern.CASE_INSENSITIVE);

    /**
     * Reads the headers.
     *
     * @param longest what a longer wait is shortened to
     * @throws dev.steadfast.gateway.problems.ProblemException 400 if {@code wait} is not a number of seconds
     */
    static Preference of(List<String> headers, Duration longest) {
        for (String header : headers) {
            for (String preference : header.split(",", -1)) {
                Matcher wait = WAIT.matcher(preference);
                if (wait.matches()) {
                    return new Preference(Optional.of(seconds(wait.group(1), longest)));
                }
            }
        }
        return new Preference(Optional.empty());
    }

    private static Duration seconds(String text, Duration longest) {
        if (!text.matches("\\d{1,9}")) {
            throw Problem.of(400, "Prefer: wait must be a whole number of seconds")
                    .exception();
        }
        Duration wait = Duration.ofSeconds(Long.parseLong(text));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
