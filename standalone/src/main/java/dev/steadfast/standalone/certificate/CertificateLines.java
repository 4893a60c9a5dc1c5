package dev.steadfast.standalone.certificate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.standalone.terminal.LineInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Function;

/** One JSON line for each line {@code sigma alpha n k}, or {@code sigma alpha radius n k}, whether it can be answered or not. */
final class CertificateLines {

    private static final int SHOWN_CHARACTERS = 40;

    /** What a line holds, and what answers it. */
    private record Form(int fields, String names, Function<String[], ObjectNode> answer) {}

    private final CertificateDesk desk = new CertificateDesk();
    private final PrintWriter out;
    private final Form form;
    private boolean unread;

    private CertificateLines(PrintWriter out, boolean sequential) {
        this.out = out;
        this.form = sequential
                ? new Form(5, "sigma, alpha, radius, n and k", this::sequential)
                : new Form(4, "sigma, alpha, n and k", this::fixed);
    }

    /** Of lines {@code sigma alpha n k}, by {@link VoteCertificate}. */
    static CertificateLines fixed(PrintWriter out) {
        return new CertificateLines(out, false);
    }

    /** Of lines {@code sigma alpha radius n k}, by {@link SequentialCertificate}. */
    static CertificateLines sequential(PrintWriter out) {
        return new CertificateLines(out, true);
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
        if (fields.length != form.fields()) {
            throw new IllegalArgumentException("must be %s with tabs between them, has %d field%s: '%s'"
                    .formatted(form.names(), fields.length, fields.length == 1 ? "" : "s", shown(line)));
        }
        return form.answer().apply(fields);
    }

    private ObjectNode fixed(String[] fields) {
        return desk.certificate(
                        real("sigma", fields[0]),
                        real("alpha", fields[1]),
                        whole("n", fields[2]),
                        whole("k", fields[3]))
                .json();
    }

    private ObjectNode sequential(String[] fields) {
        return desk.sequential(
                        real("sigma", fields[0]),
                        real("alpha", fields[1]),
                        real("radius", fields[2]),
                        whole("n", fields[3]),
                        whole("k", fields[4]))
                .json();
    }

    private static double real(String name, String text) {
        return number(name, text, "a number", Double::valueOf);
    }

    private static int whole(String name, String text) {
        return number(name, text, "a whole number", Integer::valueOf);
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
