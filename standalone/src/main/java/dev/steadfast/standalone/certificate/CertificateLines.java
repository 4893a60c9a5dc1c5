package dev.steadfast.standalone.certificate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.standalone.terminal.LineInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Function;

/** One JSON line for each line {@code sigma alpha n k}, whether it can be answered or not. */
final class CertificateLines {

    private static final int FIELDS = 4;
    private static final int SHOWN_CHARACTERS = 40;

    private final CertificateDesk desk = new CertificateDesk();
    private final PrintWriter out;
    private boolean unread;

    CertificateLines(PrintWriter out) {
        this.out = out;
    }

    /**
     * Answers line by line until the input ends or nobody reads the output any more. The output is flushed when the input pauses.
     *
     * @return how many lines could not be answered
     * @throws IOException if the input cannot be read
     */
    long answer(InputStream input) throws IOException {
        LineInput lines = new LineInput(input, this::flush);
        long number = 0;
        long bad = 0;
        for (Optional<String> line = lines.next(); line.isPresent() && !unread; line = lines.next()) {
            number++;
            ObjectNode answer;
            try {
                answer = answer(line.get());
            } catch (IllegalArgumentException e) {
                bad++;
                answer = JsonNodeFactory.instance
                        .objectNode()
                        .put("error", e.getMessage())
                        .put("line", number);
            }
            out.write(answer + "\n");
        }
        flush();
        return bad;
    }

    private void flush() {
        unread = out.checkError();
    }

    private ObjectNode answer(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "must be sigma, alpha, n and k with tabs between them, has %d field%s: '%s'"
                            .formatted(fields.length, fields.length == 1 ? "" : "s", shown(line)));
        }
        return desk.certificate(
                        number("sigma", fields[0], "a number", Double::valueOf),
                        number("alpha", fields[1], "a number", Double::valueOf),
                        number("n", fields[2], "a whole number", Integer::valueOf),
                        number("k", fields[3], "a whole number", Integer::valueOf))
                .json();
    }

    private static <N> N number(String name, String text, String kind, Function<String, N> reader) {
        try {
            return reader.apply(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("%s: must be %s, was '%s'".formatted(name, kind, shown(text)), e);
        }
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
    }
}
