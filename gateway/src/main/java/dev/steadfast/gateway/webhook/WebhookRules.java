package dev.steadfast.gateway.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules of {@link WebhookSettings}. Each throws an IllegalArgumentException that names key and rule; none shows a secret. */
final class WebhookRules {

    static final int LEAST_SECRET = 16;
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final List<String> EVENTS = List.of("departed", "returned", "new-normal", "overloaded", "caught-up");
    private static final String NAMES = String.join(", ", EVENTS);

    private WebhookRules() {}

    static void check(String url, String secretFile, String secret, List<String> events, String publicUrl) {
        if (url.isEmpty()) {
            refuse(!secretFile.isEmpty(), "secret-file", "is of no use without gateway.webhook.url");
            refuse(!secret.isEmpty(), "secret", "is of no use without gateway.webhook.url");
        } else {
            refuse(
                    address(url).isEmpty(),
                    "url",
                    "must be https://host/... or http://host/..., without user, password and fragment"
                            + " (not shown, since it may hold a secret)");
            refuse(
                    secretFile.isEmpty() == secret.isEmpty(),
                    "secret-file",
                    "must be set with url, or gateway.webhook.secret, and only one of the two: the receiver knows by"
                            + " it who sends");
            refuse(!secret.isEmpty() && secret.length() < LEAST_SECRET, "secret", leastSecret(secret));
            refuse(events.isEmpty(), "events", "must name one at least: " + NAMES);
        }
        events.forEach(event ->
                refuse(!EVENTS.contains(event), "events", "must be some of %s, was '%s'".formatted(NAMES, event)));
        refuse(
                !publicUrl.isEmpty()
                        && address(publicUrl)
                                .filter(address -> address.getRawQuery() == null)
                                .isEmpty(),
                "public-url",
                "must be https://host or http://host, with a path perhaps, was '%s'".formatted(publicUrl));
    }

    static String leastSecret(String secret) {
        return "must have %d characters or more, had %d".formatted(LEAST_SECRET, secret.length());
    }

    /** An address that can be posted to, if it is one. */
    static Optional<URI> address(String text) {
        try {
            URI address = new URI(text);
            boolean good = SCHEMES.contains(String.valueOf(address.getScheme()))
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawFragment() == null;
            return good ? Optional.of(address) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** What may be shown of an address: path and query are often what lets one in. */
    static String shown(String url) {
        return address(url)
                .map(address -> address.getScheme() + "://" + address.getHost()
                        + (address.getPort() < 0 ? "" : ":" + address.getPort()))
                .orElse("an address that is none");
    }

    private static void refuse(boolean wrong, String key, String rule) {
        if (wrong) {
            throw new IllegalArgumentException("gateway.webhook.%s: %s".formatted(key, rule));
        }
    }
}
