package dev.steadfast.gateway.access;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a token says of its own signature. Nothing of it is trusted: it only chooses among the keys of the key set.
 *
 * @param algorithm the signature's algorithm, which need not be one that is taken; empty if it says none
 * @param keyId the key that it was signed with, where it says so
 * @param critical whether it has extensions that must be understood (RFC 7515, 4.1.11); none is
 */
record TokenHeader(String algorithm, Optional<String> keyId, boolean critical) {

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    /** Reads the header of a token; empty if it is no JSON Web Token. */
    static Optional<TokenHeader> of(String token) {
        Matcher form = FORM.matcher(token);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            JsonObject header =
                    new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(form.group(1))));
            return Optional.of(
                    new TokenHeader(text(header, "alg").orElse(""), text(header, "kid"), header.containsKey("crit")));
        } catch (IllegalArgumentException | DecodeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonObject header, String name) {
        return header.getValue(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
