package dev.steadfast.gateway.access;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names that a gateway may be asked for. Addresses always are among them, since nobody can make one point elsewhere, and
 * {@code localhost}.
 *
 * @param names further names, in lower case
 */
record HostNames(Set<String> names) {

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9a-f:.%]*:[0-9a-f:.%]*]?");
    private static final String LOCALHOST = "localhost";

    static HostNames of(Collection<String> names) {
        return new HostNames(
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet()));
    }

    boolean include(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return isLocalhost(lower)
                || names.contains(lower)
                || ADDRESS.matcher(lower).matches();
    }

    /** Whether a name is always this machine's (RFC 6761). */
    static boolean isLocalhost(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals(LOCALHOST) || lower.endsWith("." + LOCALHOST);
    }
}
