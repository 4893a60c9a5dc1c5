package dev.steadfast.gateway.predictions;

import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.Shown;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The place of an answer among all answers, as text: the same on every gateway, and after that answer is forgotten. */
final class Cursor {

    private static final int BASE = 36;
    private static final Pattern TEXT =
            Pattern.compile("c([0-9a-z]{1,10})\\.([0-9a-z]{1,2})\\.([0-9a-z]{1,5})\\.([0-9a-z]{1,12})");

    private Cursor() {}

    static String of(Answer answer) {
        Origin origin = answer.origin();
        return "c"
                + String.join(
                        ".",
                        Long.toString(answer.completedAt().toEpochMilli(), BASE),
                        Long.toString(origin.topic(), BASE),
                        Long.toString(origin.partition(), BASE),
                        Long.toString(origin.offset(), BASE));
    }

    /**
     * Reads the text.
     *
     * @return an answer in that place, of which nothing else is known
     * @throws dev.steadfast.gateway.problems.ProblemException 400 if it is no cursor
     */
    static Answer parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw Problem.of(
                            400,
                            "'%s' is not a cursor of this gateway's: send as 'cursor' the 'next' of the page before, as it is, or leave it out to begin with the newest"
                                    .formatted(Shown.of(text)))
                    .exception();
        }
        Origin origin = new Origin(
                (int) Long.parseLong(parts.group(2), BASE),
                (int) Long.parseLong(parts.group(3), BASE),
                Long.parseLong(parts.group(4), BASE));
        Instant time = Instant.ofEpochMilli(Long.parseLong(parts.group(1), BASE));
        return new Answer(Optional.empty(), Optional.empty(), "", time, origin, "");
    }
}
