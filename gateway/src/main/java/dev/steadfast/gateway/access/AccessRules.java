package dev.steadfast.gateway.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules that join settings of {@link AccessSettings}. Each throws an IllegalArgumentException that names key, rule and value. */
final class AccessRules {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9._-]+");

    private AccessRules() {}

    static void tokens(String jwks, String issuer, String audience, String rolesClaim, String camerasClaim) {
        if (jwks.isEmpty()) {
            refuse(!issuer.isEmpty(), "jwt-issuer", "is of no use without gateway.access.jwks", issuer);
            refuse(!audience.isEmpty(), "jwt-audience", "is of no use without gateway.access.jwks", audience);
            return;
        }
        refuse(!isKeySetAddress(jwks), "jwks", "must be https:..., file:..., or http: on this machine", jwks);
        refuse(issuer.isEmpty(), "jwt-issuer", "must be set with jwks: whose tokens are good?", issuer);
        refuse(
                audience.isEmpty(),
                "jwt-audience",
                "must be set with jwks: else tokens for other services were good here",
                audience);
        refuse(!isClaim(rolesClaim), "jwt-roles-claim", "must be a claim's name, or a JSON Pointer", rolesClaim);
        refuse(
                !camerasClaim.isEmpty() && !isClaim(camerasClaim),
                "jwt-cameras-claim",
                "must be a claim's name, or a JSON Pointer",
                camerasClaim);
    }

    static void tls(String certificate, String key) {
        refuse(certificate.isEmpty() && !key.isEmpty(), "tls-certificate", "must be set with tls-key", certificate);
        refuse(key.isEmpty() && !certificate.isEmpty(), "tls-key", "must be set with tls-certificate", key);
    }

    static void origins(List<String> origins) {
        origins.forEach(origin -> refuse(
                WebOrigin.of(origin).isEmpty(),
                "cors-origins",
                "must be origins such as https://console.example.org: no path, and none for all",
                origin));
    }

    static void hostNames(List<String> names) {
        names.forEach(name -> refuse(
                !HOST_NAME.matcher(name).matches(), "host-names", "must be names of hosts, without ports", name));
    }

    private static boolean isKeySetAddress(String text) {
        try {
            URI address = new URI(text);
            String scheme = String.valueOf(address.getScheme());
            return switch (scheme) {
                case "file" -> !address.getSchemeSpecificPart().isEmpty();
                case "https" -> address.getHost() != null;
                case "http" -> address.getHost() != null && LOOPBACK.contains(address.getHost());
                default -> false;
            };
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A name, or what RFC 6901 takes for a pointer: a {@code ~} only as {@code ~0} or {@code ~1}. */
    private static boolean isClaim(String text) {
        return !text.isBlank() && (!text.startsWith("/") || !text.matches(".*~(?![01]).*"));
    }

    private static void refuse(boolean wrong, String key, String rule, String value) {
        if (wrong) {
            throw new IllegalArgumentException("gateway.access.%s: %s, was '%s'".formatted(key, rule, value));
        }
    }
}
