package dev.steadfast.images;

import com.google.common.net.MediaType;
import java.util.Optional;

/** Media types as they are sent (RFC 9110, section 8.3.1). */
public final class MediaTypes {

    private MediaTypes() {}

    /**
     * Reads a media type: in any case, with parameters in any order, quoted or not, and with the semicolon at its end that some clients
     * write.
     *
     * @return empty if it is none
     */
    public static Optional<MediaType> parse(String contentType) {
        String stripped = contentType.strip();
        String whole = stripped.endsWith(";")
                ? stripped.substring(0, stripped.length() - 1).stripTrailing()
                : stripped;
        try {
            return Optional.of(MediaType.parse(whole));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
