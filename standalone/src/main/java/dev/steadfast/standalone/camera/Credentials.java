package dev.steadfast.standalone.camera;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * A user name and a password, for the Basic scheme (RFC 7617).
 *
 * @param user without a colon
 * @param password may be empty
 */
public record Credentials(String user, String password) {

    /**
     * Reads {@code user:password}.
     *
     * @return empty if there is no colon, or no name before it
     */
    public static Optional<Credentials> parse(String text) {
        int colon = text.indexOf(':');
        return colon < 1
                ? Optional.empty()
                : Optional.of(new Credentials(text.substring(0, colon), text.substring(colon + 1)));
    }

    /**
     * Reads the first line of a file.
     *
     * @throws SourceException if it cannot be read, or is not {@code user:password}
     */
    public static Credentials read(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return parse(String.valueOf(reader.readLine()))
                    .orElseThrow(() -> new SourceException(
                            "%s: the first line must be the user name, a colon and the password".formatted(file)));
        } catch (IOException e) {
            throw new SourceException("%s: cannot be read: %s".formatted(file, e), e);
        }
    }

    /** Reads the user information of an address, percent-encoded. */
    static Optional<Credentials> ofUserInfo(String userInfo) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        return user.isEmpty() ? Optional.empty() : Optional.of(new Credentials(decode(user), decode(password)));
    }

    /** The value of the header {@code Authorization}. */
    String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Credentials of " + user;
    }

    /** Unlike in a form, a plus sign is one. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
