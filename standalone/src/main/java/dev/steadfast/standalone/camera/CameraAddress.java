package dev.steadfast.standalone.camera;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a camera answers over HTTP. Its text is for people: without password, and without the query, which may hold one.
 *
 * @param uri what is asked, without user information
 * @param credentials who asks
 */
public record CameraAddress(URI uri, Optional<Credentials> credentials) {

    /** Whether an argument is such an address, and not the path of a file. */
    public static boolean isOne(String argument) {
        String lower = argument.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }

    /**
     * Reads an address: {@code http://user:password@host:port/path?query}, user and password percent-encoded.
     *
     * @param others credentials, where the address has none
     * @throws IllegalArgumentException if it is none; the message does not repeat it
     */
    public static CameraAddress parse(String address, Optional<Credentials> others) {
        try {
            URI uri = new URI(address);
            if (uri.getHost() == null) {
                throw new IllegalArgumentException("must be http://HOST/PATH or https://HOST/PATH, and names no host");
            }
            Optional<Credentials> own =
                    Optional.ofNullable(uri.getRawUserInfo()).flatMap(Credentials::ofUserInfo);
            return new CameraAddress(withoutUser(uri), own.or(() -> others));
        } catch (URISyntaxException e) {
            // Neither the input nor the cause is repeated: a password may be in both.
            throw new IllegalArgumentException(
                    "must be http://HOST/PATH or https://HOST/PATH; %s at character %d. In a user name or a password, write characters"
                                    .formatted(e.getReason(), e.getIndex())
                            + " other than letters and digits as %XX");
        }
    }

    /** Where an answer's reference leads, such as that of a redirect; empty if it is no address. */
    Optional<CameraAddress> resolve(String reference) {
        try {
            return Optional.of(parse(uri.resolve(reference).toString(), Optional.empty()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // neither it nor the message is repeated: a password may be in both
        }
    }

    private static URI withoutUser(URI uri) throws URISyntaxException {
        String host = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new URI(uri.getScheme() + "://" + host + path + query);
    }

    @Override
    public String toString() {
        String text = uri.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }
}
