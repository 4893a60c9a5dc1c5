package dev.steadfast.gateway.bodies;

import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.ParsedHeaderValues;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Content codings (RFC 9110, section 8.4.1): how a body is compressed. */
public enum ContentCoding {
    IDENTITY,
    GZIP,

    /** The zlib format; bare deflate data, which some clients send by this name, are taken too. */
    DEFLATE;

    private static final int CHUNK = 64 * 1024;

    /** {@return the name in {@code Content-Encoding}} */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * How a request's body is coded.
     *
     * @param taken the codings that are taken there
     * @throws ProblemException 415, naming the coding, if it is another one, or there are several
     */
    public static ContentCoding of(HttpServerRequest request, ContentCoding... taken) {
        List<String> codings = request.headers().getAll(HttpHeaders.CONTENT_ENCODING).stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals(IDENTITY.token()))
                .toList();
        if (codings.isEmpty()) {
            return IDENTITY;
        }
        String wanted = codings.get(0).equals("x-gzip") ? GZIP.token() : codings.get(0);
        return Arrays.stream(taken)
                .filter(coding -> codings.size() == 1 && coding.token().equals(wanted))
                .findFirst()
                .orElseThrow(() -> unsupported(String.join(", ", codings), taken));
    }

    private static ProblemException unsupported(String codings, ContentCoding... taken) {
        String right = taken.length == 0
                ? "send the body as it is"
                : Stream.concat(
                                Arrays.stream(taken).map(ContentCoding::token),
                                Stream.of("the body as it is, without that header"))
                        .collect(Collectors.joining(", ", "send ", ""))
                        .replaceFirst(", (?=the body)", " or ");
        return Problem.of(415, "Content-Encoding '%s' is not taken here: %s".formatted(codings, right))
                .exception();
    }

    /** The coding that a client likes best for its answer; as it is, if it says nothing, or nothing that there is. */
    public static ContentCoding preferred(ParsedHeaderValues accepted) {
        return accepted.acceptEncoding().stream()
                .filter(value -> value.weight() > 0)
                .flatMap(value ->
                        Arrays.stream(values()).filter(coding -> coding.token().equalsIgnoreCase(value.value())))
                .findFirst()
                .orElse(IDENTITY);
    }

    /**
     * Undoes the coding. Takes as long as there are bytes: not for an event loop.
     *
     * @param maxBytes how many there may be then
     * @param room what the body has; it grows with what comes of it
     * @throws ProblemException 413 if they are more, 429 if there is no room for them, 400 if they are not coded so
     */
    public ByteBuffer decode(ByteBuffer body, int maxBytes, Reservation room) {
        if (this == IDENTITY) {
            return body;
        }
        Inflater bare = new Inflater(true);
        try (InputStream unfolded = decoding(bytesOf(body), bare)) {
            BoundedBytes bytes = new BoundedBytes(maxBytes, 0);
            byte[] chunk = new byte[CHUNK];
            for (int read = unfolded.read(chunk); read >= 0; read = unfolded.read(chunk)) {
                // No more than a whole body in all: for that, empty room is large enough.
                room.holdBytes(Math.min((long) body.remaining() + bytes.length() + read, maxBytes));
                if (!bytes.append(chunk, read)) {
                    throw Problem.of(
                                    413,
                                    "the body unfolds to more than %d bytes, the most that is taken"
                                            .formatted(maxBytes))
                            .exception();
                }
            }
            return bytes.buffer();
        } catch (IOException e) {
            String wrong = e instanceof EOFException ? "it ends early" : e.getMessage();
            throw Problem.of(400, "the body is not %s, as Content-Encoding says: %s".formatted(token(), wrong))
                    .exception();
        } finally {
            bare.end();
        }
    }

    private static ByteArrayInputStream bytesOf(ByteBuffer body) {
        return new ByteArrayInputStream(body.array(), body.arrayOffset() + body.position(), body.remaining());
    }

    private InputStream decoding(ByteArrayInputStream body, Inflater bare) throws IOException {
        if (this == GZIP) {
            return new GZIPInputStream(body, CHUNK);
        }
        body.mark(2);
        int first = body.read();
        int second = body.read();
        body.reset();
        // The header of RFC 1950: method 8, and a check of both bytes.
        boolean zlib = (first & 0x0f) == 8 && ((first << 8) | second) % 31 == 0;
        return zlib ? new InflaterInputStream(body) : new InflaterInputStream(body, bare);
    }

    /** Codes an answer. */
    public byte[] encode(byte[] answer) {
        if (this == IDENTITY) {
            return answer;
        }
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream stream = this == GZIP ? new GZIPOutputStream(coded) : new DeflaterOutputStream(coded)) {
            stream.write(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array takes everything
        }
        return coded.toByteArray();
    }
}
