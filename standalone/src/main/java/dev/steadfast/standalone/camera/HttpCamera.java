package dev.steadfast.standalone.camera;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A camera that answers over HTTP: with a stream of images ({@code multipart/x-mixed-replace}, or JPEGs one after the other), or with a
 * snapshot, which may be taken again and again. A stream that ends, breaks or falls silent is opened again, after ever longer waits.
 *
 * <p>Threading notes: as any source. The answer that is open is written by the reading thread, and closed by any.
 */
public final class HttpCamera implements ImageSource {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final CameraAddress address;
    private final Optional<Duration> every;
    private final Retries retries;
    private final HttpClient client;
    private final Consumer<String> notices;

    private volatile @Nullable CameraAnswer answer;
    private volatile boolean closed;
    private @Nullable SourceException end;
    private long asked;
    private int number;

    /**
     * Connects to nothing yet.
     *
     * @param every how long from one snapshot to the next; empty for a stream, or a single snapshot
     * @param retryFor for how long to try in vain to get an image; zero to try once
     * @param notices hears why the camera is asked again, and when
     */
    public HttpCamera(CameraAddress address, Optional<Duration> every, Duration retryFor, Consumer<String> notices) {
        this(address, every, new Retries(retryFor), client(), notices);
    }

    HttpCamera(
            CameraAddress address,
            Optional<Duration> every,
            Retries retries,
            HttpClient client,
            Consumer<String> notices) {
        this.address = address;
        this.every = every;
        this.retries = retries;
        this.client = client;
        this.notices = notices;
    }

    /** Redirects are not followed: they might lead the credentials elsewhere. Cameras speak HTTP/1.1, and may stumble over an upgrade. */
    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
    }

    @Override
    public Optional<SourceImage> next() throws UnusableImageException, InterruptedException {
        if (end != null) {
            throw end;
        }
        number++;
        String origin = "%s, image %d".formatted(address, number);
        try {
            Optional<byte[]> received = receive();
            if (received.isEmpty()) {
                return Optional.empty();
            }
            SourceImage image = new SourceImage(origin, EncodedImage.of(received.get()));
            retries.succeeded();
            return Optional.of(image);
        } catch (UnusableImageException e) {
            UnusableImageException unusable = e.of(origin);
            count(unusable);
            throw unusable;
        }
    }

    /** An image that cannot be used is a failure, too, except in a stream that is the only try: there its end is the end. */
    private void count(UnusableImageException unusable) {
        boolean onlyStream = retries.limit().isZero() && every.isEmpty();
        if (!onlyStream && retries.endWithFailure()) {
            end = givenUp(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private Optional<byte[]> receive() throws UnusableImageException, InterruptedException {
        while (true) {
            try {
                CameraAnswer open = answer;
                if (open == null) {
                    open = ask();
                    answer = open;
                }
                Optional<byte[]> image = open.images().next();
                if (image.isPresent()) {
                    return image;
                }
                drop();
                if (isOver(open)) {
                    return Optional.empty();
                }
            } catch (IOException e) {
                drop();
                if (closed) { // which is why it broke off
                    return Optional.empty();
                }
                waitAfter(e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        drop();
    }

    private void drop() {
        CameraAnswer open = answer;
        if (open != null) {
            open.close();
        }
        answer = null;
    }

    private CameraAnswer ask() throws IOException, InterruptedException {
        asked = System.nanoTime();
        HttpRequest.Builder request = HttpRequest.newBuilder(address.uri())
                .timeout(ANSWER)
                .header("Accept", "multipart/x-mixed-replace, image/jpeg, image/png, */*;q=0.1")
                .header("User-Agent", "steadfast");
        address.credentials().ifPresent(who -> request.header("Authorization", who.authorization()));
        CameraAnswer opened = CameraAnswer.of(address, client.send(request.build(), BodyHandlers.ofInputStream()));
        if (every.isPresent() && !opened.isSnapshot()) {
            opened.close();
            throw new SourceException(
                    "%s is a stream: it is thinned with --fps; --every is for snapshots".formatted(address));
        }
        return opened;
    }

    /** After the end of an answer: whether no other is wanted. Else waits until it is time for the next. */
    private boolean isOver(CameraAnswer ended) throws IOException, InterruptedException {
        if (ended.isSnapshot()) {
            if (every.isPresent()) {
                long wait = every.get().toNanos() - (System.nanoTime() - asked);
                Thread.sleep(Math.max(0, Duration.ofNanos(wait).toMillis()));
            }
            return every.isEmpty();
        }
        if (retries.limit().isZero()) {
            return true;
        }
        throw new IOException("the camera has ended the stream");
    }

    private void waitAfter(IOException failure) throws InterruptedException {
        String reason = "%s: %s".formatted(address, explain(failure));
        if (isUntrusted(failure)) {
            throw new SourceException(
                    reason
                            + "; its certificate authority must be in the trust store (-Djavax.net.ssl.trustStore and trustStorePassword)",
                    failure);
        }
        Duration wait = retries.afterFailure().orElseThrow(() -> givenUp(reason, failure));
        notices.accept("%s; asking again in %d s".formatted(reason, wait.toSeconds()));
        Thread.sleep(wait.toMillis());
    }

    private SourceException givenUp(String reason, Exception cause) {
        return new SourceException(
                retries.limit().isZero()
                        ? reason
                        : "%s; no image has come for %d s"
                                .formatted(reason, retries.limit().toSeconds()),
                cause);
    }

    private static String explain(IOException failure) {
        if (failure instanceof HttpConnectTimeoutException) {
            return "cannot be reached within %d s".formatted(CONNECT.toSeconds());
        }
        if (failure instanceof HttpTimeoutException) {
            return "no answer within %d s".formatted(ANSWER.toSeconds());
        }
        if (failure instanceof ConnectException) {
            return has(failure, UnresolvedAddressException.class)
                    ? "there is no host of this name"
                    : "cannot be reached: nothing listens there, or the network is down";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static boolean isUntrusted(IOException failure) {
        return has(failure, CertificateException.class);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
