package dev.steadfast.standalone.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lines of text (UTF-8) from a stream that may pause: it says so before it asks for more input, so that what was written can be flushed.
 * Memory is bounded: of a line longer than {@value #MAX_BYTES} bytes only the first are kept. Used by one thread.
 */
public final class LineInput {

    /** The longest line that is kept whole. */
    static final int MAX_BYTES = 4096;

    private final InputStream input;
    private final Runnable beforeReading;
    private final byte[] buffer = new byte[64 * 1024];
    private int next;
    private int end;

    public LineInput(InputStream input, Runnable beforeReading) {
        this.input = input;
        this.beforeReading = beforeReading;
    }

    /** The next line without its end ({@code \n} or {@code \r\n}); empty at the end of the stream. */
    public Optional<String> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean begun = false;
        while (next < end || fill()) {
            begun = true;
            int start = next;
            while (next < end && buffer[next] != '\n') {
                next++;
            }
            line.write(buffer, start, Math.min(next - start, MAX_BYTES - line.size()));
            if (next < end) {
                next++;
                return Optional.of(text(line));
            }
        }
        return begun ? Optional.of(text(line)) : Optional.empty();
    }

    private boolean fill() throws IOException {
        beforeReading.run();
        next = 0;
        end = Math.max(0, input.read(buffer));
        return end > 0;
    }

    private static String text(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
