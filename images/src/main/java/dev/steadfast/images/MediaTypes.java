package dev.steadfast.images;

import com.google.common.net.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Media types as they are sent (RFC 9110, section 8.3.1). */
public final class MediaTypes {

    private MediaTypes() {}

    /**
     * Reads a media type: in any case, with parameters in any order, quoted or not, and with semicolons that nothing follows, which are
     * legal (section 5.6.6) and written by some clients.
     *
     * @return empty if it is none
     */
    public static Optional<MediaType> parse(String contentType) {
        try {
            return Optional.of(MediaType.parse(withoutEmptyParameters(contentType)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String withoutEmptyParameters(String contentType) {
        List<String> sections = sections(contentType);
        return Stream.concat(
                        sections.stream().limit(1), sections.stream().skip(1).filter(parameter -> !parameter.isBlank()))
                .map(String::strip)
                .collect(Collectors.joining(";"));
    }

    /** What semicolons divide, but for those within quotes. */
    private static List<String> sections(String contentType) {
        List<String> sections = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int at = 0; at < contentType.length(); at++) {
            char character = contentType.charAt(at);
            if (character == '"') {
                quoted = !quoted;
            } else if (character == '\\' && quoted) {
                at++; // the next one stands for itself, a quote too
            } else if (character == ';' && !quoted) {
                sections.add(contentType.substring(begin, at));
                begin = at + 1;
            }
        }
        sections.add(contentType.substring(begin));
        return sections;
    }
}
