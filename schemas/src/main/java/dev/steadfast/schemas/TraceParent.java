package dev.steadfast.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The W3C trace context of a frame, in the header {@code traceparent} of each record that it leads to, so that a prediction can be tied to the trace in which
 * its frame was published. It is taken as it comes from whoever published the frame, so anything that is not a {@code traceparent} is left out.
 */
public final class TraceParent {

    /** The header, of records and of HTTP requests. */
    public static final String HEADER = "traceparent";

    private static final Pattern FORM =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    /** What a text says, if it is a trace context of the form that version 00 has. */
    public static Optional<String> of(@Nullable String text) {
        return Optional.ofNullable(text).filter(FORM.asMatchPredicate());
    }

    /** What a record's headers say; the last one counts. */
    public static Optional<String> in(Headers headers) {
        Header last = headers.lastHeader(HEADER);
        return last == null || last.value() == null
                ? Optional.empty()
                : of(new String(last.value(), StandardCharsets.US_ASCII));
    }

    /** New headers with a trace context and nothing else. */
    public static Headers headers(Optional<String> traceParent) {
        RecordHeaders headers = new RecordHeaders();
        traceParent.ifPresent(value -> headers.add(HEADER, value.getBytes(StandardCharsets.US_ASCII)));
        return headers;
    }
}
