package dev.steadfast.standalone.camera;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a camera has answered.
 *
 * @param input the body
 * @param images finds the images in it
 * @param isSnapshot whether it is one image
 */
record CameraAnswer(TimedInput input, ImageCutter images, boolean isSnapshot) implements AutoCloseable {

    /** A camera that is silent for so long is asked again. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int FIRST_SERVER_ERROR = 500;

    /** Request Timeout, Too Early, Too Many Requests: another time it may go well. */
    private static final Set<Integer> TRANSIENT = Set.of(408, 425, 429);

    /** How servers name JPEGs one after the other, when they name them at all. */
    private static final Set<String> RAW_STREAMS =
            Set.of("", "application/octet-stream", "video/x-motion-jpeg", "video/mjpeg", "video/x-mjpeg", "video/jpeg");

    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]*))", Pattern.CASE_INSENSITIVE);

    /**
     * Begins to read the body.
     *
     * @throws IOException if the camera could not answer for now
     * @throws SourceException if it will never answer with images
     */
    static CameraAnswer of(CameraAddress address, HttpResponse<InputStream> response) throws IOException {
        InputStream body = response.body();
        try {
            requireOk(address, response);
            String type = response.headers().firstValue("Content-Type").orElse("");
            return of(address, type, body);
        } catch (IOException | SourceException e) {
            body.close();
            throw e;
        }
    }

    private static CameraAnswer of(CameraAddress address, String type, InputStream body) {
        String essence = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean multipart = essence.startsWith("multipart/");
        boolean snapshot = essence.startsWith("image/");
        if (!multipart && !snapshot && !RAW_STREAMS.contains(essence)) {
            throw new SourceException(
                    "%s answers with %s; a camera's stream is multipart/x-mixed-replace, a snapshot image/jpeg or image/png%s"
                            .formatted(
                                    address,
                                    essence,
                                    essence.equals("text/html")
                                            ? ". This is a page: it may show the stream, whose address is another"
                                            : ""));
        }
        TimedInput input = TimedInput.of(String.valueOf(address.uri().getHost()), body, SILENCE);
        if (multipart) {
            return new CameraAnswer(input, new MultipartImages(input, boundary(type)), false);
        }
        return snapshot
                ? new CameraAnswer(input, new Snapshot(input), true)
                : new CameraAnswer(input, new JpegStream(input), false);
    }

    private static String boundary(String type) {
        Matcher matcher = BOUNDARY.matcher(type);
        if (!matcher.find()) {
            return "";
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    private static void requireOk(CameraAddress address, HttpResponse<?> response) throws IOException {
        int status = response.statusCode();
        if (status == OK) {
            return;
        }
        if (status >= FIRST_SERVER_ERROR || TRANSIENT.contains(status)) {
            throw new IOException("the camera answers " + status);
        }
        throw new SourceException("%s answers %s".formatted(address, explain(status, address, response)));
    }

    private static String explain(int status, CameraAddress address, HttpResponse<?> response) {
        Optional<String> location = response.headers().firstValue("Location");
        if (location.isPresent()) {
            return "%d: the stream is elsewhere, at %s"
                    .formatted(
                            status,
                            address.resolve(location.get())
                                    .map(there -> there + "; give that address")
                                    .orElse("what is no address that can be read"));
        }
        return switch (status) {
            case UNAUTHORIZED -> "401: " + credentials(address, response);
            case FORBIDDEN -> "403: this user may not see it";
            case NOT_FOUND ->
                "404: there is nothing at this path; the camera's manual has the path of its MJPEG stream";
            default -> status + ", which is neither a stream nor a snapshot";
        };
    }

    private static String credentials(CameraAddress address, HttpResponse<?> response) {
        boolean basic = response.headers().allValues("WWW-Authenticate").stream()
                .anyMatch(scheme -> scheme.toLowerCase(Locale.ROOT).startsWith("basic"));
        if (!basic) {
            return "it wants to know who asks, and not by the Basic scheme, the only one known here: let ffmpeg read the stream";
        }
        return address.credentials().isEmpty()
                ? "it wants a user name and a password: see --credentials"
                : "user name or password are wrong";
    }

    @Override
    public void close() {
        input.close();
    }

    /** The whole body as one image. */
    private static final class Snapshot implements ImageCutter {

        private final TimedInput input;
        private boolean taken;

        Snapshot(TimedInput input) {
            this.input = input;
        }

        @Override
        public Optional<byte[]> next() throws IOException, InterruptedException {
            if (taken) {
                return Optional.empty();
            }
            byte[] bytes = new byte[EncodedImage.MAX_BYTES + 1];
            int length = 0;
            int value = input.read();
            while (value != TimedInput.END && length < bytes.length) {
                bytes[length++] = (byte) value;
                value = input.read();
            }
            taken = true;
            return Optional.of(Arrays.copyOf(bytes, length));
        }
    }
}
