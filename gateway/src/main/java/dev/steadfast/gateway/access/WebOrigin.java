package dev.steadfast.gateway.access;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A web origin (RFC 6454), {@code https://example.org:8443}.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority host and port in lower case; without the port if it is the scheme's own
 */
record WebOrigin(String scheme, String authority) {

    private static final Pattern FORM =
            Pattern.compile("(https?)://([A-Za-z0-9._-]+(?::[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+](?::[0-9]{1,5})?)");

    /** Reads an origin; empty for anything else, {@code null} and {@code *} among it. */
    static Optional<WebOrigin> of(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new WebOrigin(form.group(1), plain(form.group(1), form.group(2))))
                : Optional.empty();
    }

    /** Whether a request with this Host header went to the server that the origin's pages come from. */
    boolean isServedBy(String host) {
        return plain(scheme, host).equals(authority);
    }

    private static String plain(String scheme, String authority) {
        String port = scheme.equals("https") ? ":443" : ":80";
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }

    @Override
    public String toString() {
        return scheme + "://" + authority;
    }
}
