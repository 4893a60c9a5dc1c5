package dev.steadfast.gateway.access;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;

/** What a request brings to say who it is from; in headers only, since cookies would come along unasked with what other sites send. */
sealed interface Credential {

    String API_KEY_HEADER = "X-Api-Key";
    String AUTHORIZATION = "Authorization";
    String BEARER = "bearer ";

    /** Nothing. */
    record None() implements Credential {}

    /** More than one, of which none is taken. */
    record Several() implements Credential {}

    /** An API key. */
    record Key(String text) implements Credential {
        @Override
        public String toString() {
            return "Key";
        }
    }

    /** What should be a JSON Web Token. */
    record Token(String text) implements Credential {
        @Override
        public String toString() {
            return "Token";
        }
    }

    /** Reads {@code X-Api-Key} and {@code Authorization: Bearer}; other schemes of {@code Authorization} are nothing to us. */
    static Credential of(MultiMap headers) {
        List<String> keys = headers.getAll(API_KEY_HEADER);
        List<String> bearers = headers.getAll(AUTHORIZATION).stream()
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).strip())
                .toList();
        if (keys.size() + bearers.size() > 1) {
            return new Several();
        }
        if (!keys.isEmpty()) {
            return new Key(keys.get(0).strip());
        }
        if (bearers.isEmpty()) {
            return new None();
        }
        String text = bearers.get(0);
        return text.startsWith(NewKey.PREFIX) ? new Key(text) : new Token(text);
    }
}
