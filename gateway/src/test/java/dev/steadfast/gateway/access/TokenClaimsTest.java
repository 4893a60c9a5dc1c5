package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TokenClaimsTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private static final JsonObject GOOD = new JsonObject()
            .put("iss", "us")
            .put("aud", "steadfast")
            .put("sub", "somebody")
            .put("exp", NOON.getEpochSecond() + 1);

    @Test
    void shouldReadRolesFromAnArrayOrFromWords() {
        assertThat(principal(GOOD.copy().put("roles", new JsonArray(List.of("read", "other", "Publish", 7))))
                        .roles())
                .isEqualTo(Set.of(Role.READ));
        assertThat(principal(GOOD.copy().put("roles", "read  publish")).roles())
                .isEqualTo(Set.of(Role.READ, Role.PUBLISH));
        assertThat(principal(GOOD).roles()).isEmpty();
        assertThat(principal(GOOD.copy().put("roles", new JsonObject().put("read", true)))
                        .roles())
                .isEmpty();
    }

    @Test
    void shouldFindRolesWhereTheyAreAndByTheirPrefix() {
        JsonObject keycloak = GOOD.copy()
                .put(
                        "realm_access",
                        new JsonObject().put("roles", new JsonArray(List.of("operate", "steadfast-read"))));

        assertThat(principal(keycloak, "jwt-roles-claim=/realm_access/roles", "jwt-roles-prefix=steadfast-")
                        .roles())
                .isEqualTo(Set.of(Role.READ));
        assertThat(principal(
                                GOOD.copy().put("https://example.org/roles", "operate"),
                                "jwt-roles-claim=https://example.org/roles")
                        .roles())
                .isEqualTo(Set.of(Role.OPERATE));
    }

    @Test
    void shouldBeForAllCamerasUnlessAClaimSaysForWhich() {
        String configured = "jwt-cameras-claim=cameras";

        assertThat(principal(GOOD).cameras()).isEqualTo(CameraScope.ALL);
        assertThat(principal(GOOD.copy().put("cameras", "door gate-*"), configured)
                        .cameras())
                .isEqualTo(CameraScope.of(List.of("door", "gate-*")));
        assertThat(principal(GOOD, configured).cameras()).isEqualTo(CameraScope.NONE);
        assertThat(principal(GOOD.copy().put("cameras", "door **"), configured).cameras())
                .isEqualTo(CameraScope.NONE);
    }

    @Test
    void shouldTakeOneOfSeveralAudiences() {
        assertThat(judge(GOOD.copy().put("aud", new JsonArray(List.of("other", "steadfast")))))
                .isInstanceOf(Authentication.Accepted.class);
        assertThat(judge(GOOD.copy().put("aud", new JsonArray(List.of("other")))))
                .isEqualTo(refused(Refusal.AUDIENCE));
        assertThat(judge(GOOD.copy().put("aud", "other steadfast"))).isEqualTo(refused(Refusal.AUDIENCE));
    }

    @Test
    void shouldForgiveClocksThatDifferALittle() {
        long now = NOON.getEpochSecond();
        String leeway = "jwt-leeway=10s";

        assertThat(judge(GOOD.copy().put("exp", now - 9), leeway)).isInstanceOf(Authentication.Accepted.class);
        assertThat(judge(GOOD.copy().put("exp", now - 10), leeway)).isEqualTo(refused(Refusal.EXPIRED));
        assertThat(judge(GOOD.copy().put("nbf", now + 10), leeway)).isInstanceOf(Authentication.Accepted.class);
        assertThat(judge(GOOD.copy().put("nbf", now + 11), leeway)).isEqualTo(refused(Refusal.NOT_YET_VALID));
        assertThat(judge(GOOD.copy().put("exp", now), "jwt-leeway=0s")).isEqualTo(refused(Refusal.EXPIRED));
        assertThat(judge(GOOD.copy().put("exp", "tomorrow"))).isEqualTo(refused(Refusal.INCOMPLETE));
    }

    private static Principal principal(JsonObject claims, String... settings) {
        return ((Authentication.Accepted) judge(claims, settings)).principal();
    }

    private static Authentication judge(JsonObject claims, String... settings) {
        String[] all = Stream.concat(
                        Stream.of("jwks=file:jwks.json", "jwt-issuer=us", "jwt-audience=steadfast"),
                        Stream.of(settings))
                .toArray(String[]::new);
        return new TokenClaims(GuardedServer.settings(all), InstantSource.fixed(NOON)).judge(claims);
    }

    private static Authentication refused(Refusal refusal) {
        return new Authentication.Refused(refusal);
    }
}
