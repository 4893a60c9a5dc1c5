package dev.steadfast.gateway.access;

import dev.steadfast.gateway.access.Authentication.Accepted;
import dev.steadfast.gateway.access.Authentication.Refused;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges the claims of a token whose signature is good (RFC 7519): issuer, audience and times must be right, {@code sub} and {@code exp} must
 * be there. Roles that are none of ours are left out, for tokens have roles of other services too.
 */
final class TokenClaims {

    private final AccessSettings settings;
    private final InstantSource clock;

    TokenClaims(AccessSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    Authentication judge(JsonObject claims) {
        if (!settings.jwtIssuer().equals(claims.getValue("iss"))) {
            return new Refused(Refusal.ISSUER);
        }
        if (!words(claims.getValue("aud"), false).contains(settings.jwtAudience())) {
            return new Refused(Refusal.AUDIENCE);
        }
        if (!(claims.getValue("sub") instanceof String subject) || !(claims.getValue("exp") instanceof Number expiry)) {
            return new Refused(Refusal.INCOMPLETE);
        }
        Instant now = clock.instant();
        if (!now.minus(settings.jwtLeeway()).isBefore(Instant.ofEpochSecond(expiry.longValue()))) {
            return new Refused(Refusal.EXPIRED);
        }
        if (claims.getValue("nbf") instanceof Number start
                && now.plus(settings.jwtLeeway()).isBefore(Instant.ofEpochSecond(start.longValue()))) {
            return new Refused(Refusal.NOT_YET_VALID);
        }
        return new Accepted(new Principal(
                "token:" + subject, roles(claims), cameras(claims), SampleCap.NONE, SampleAllowance.NONE));
    }

    private Set<Role> roles(JsonObject claims) {
        String prefix = settings.jwtRolesPrefix();
        return words(claim(claims, settings.jwtRolesClaim()), true).stream()
                .filter(word -> word.startsWith(prefix))
                .flatMap(word -> Role.named(word.substring(prefix.length())).stream())
                .collect(Collectors.toSet());
    }

    /** All cameras where no claim is configured; none where it is missing, or has a word that is no pattern. */
    private CameraScope cameras(JsonObject claims) {
        if (settings.jwtCamerasClaim().isEmpty()) {
            return CameraScope.ALL;
        }
        try {
            return CameraScope.of(words(claim(claims, settings.jwtCamerasClaim()), true));
        } catch (IllegalArgumentException e) {
            return CameraScope.NONE;
        }
    }

    private static @Nullable Object claim(JsonObject claims, String name) {
        return name.startsWith("/") ? JsonPointer.from(name).queryJson(claims) : claims.getValue(name);
    }

    /** An array of strings, or one string: with spaces between its words, as {@code scope} has it, or a single word. */
    private static List<String> words(@Nullable Object value, boolean spaced) {
        Stream<String> words = value instanceof JsonArray array
                ? array.stream().filter(String.class::isInstance).map(String.class::cast)
                : Optional.ofNullable(value).filter(String.class::isInstance).map(String.class::cast).stream()
                        .flatMap(text -> spaced ? Arrays.stream(text.split(" ")) : Stream.of(text));
        return words.filter(word -> !word.isEmpty()).toList();
    }
}
