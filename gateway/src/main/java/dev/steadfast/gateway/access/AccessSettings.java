package dev.steadfast.gateway.access;

import dev.steadfast.schemas.SampleBudget;
import dev.steadfast.settings.Setting;
import dev.steadfast.settings.SettingsGroup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who may use the gateway, how often, and what browsers are told. Where a text or a list is empty, there is none of it. */
@SettingsGroup("gateway.access")
public record AccessSettings(
        @Setting(
                value = "File of API keys, as `steadfast keys` keeps it. With it or with `jwks`, the gateway asks for"
                        + " credentials.",
                defaultValue = "")
        String apiKeys,

        @Setting(
                value = "How often the file of API keys is read again.",
                defaultValue = "5s",
                min = "100ms",
                max = "1h")
        Duration apiKeysRefresh,

        @Setting(
                value = "The issuer's JSON Web Key Set, with which tokens are checked: `https:`, `file:`, or `http:` on"
                        + " this machine.",
                defaultValue = "")
        String jwks,

        @Setting(
                value = "How often the key set is fetched again. A token that names an unknown key has it fetched too,"
                        + " every 30 s at most.",
                defaultValue = "10m",
                min = "1s",
                max = "1d")
        Duration jwksRefresh,

        @Setting(value = "What a token must have as its issuer (`iss`). Required with `jwks`.", defaultValue = "")
        String jwtIssuer,

        @Setting(value = "What a token must have among its audience (`aud`). Required with `jwks`.", defaultValue = "")
        String jwtAudience,

        @Setting(
                value = "How far the issuer's clock and this one may differ.",
                defaultValue = "30s",
                min = "0s",
                max = "5m")
        Duration jwtLeeway,

        @Setting(
                value = "The claim with a token's roles, an array or words with spaces between: its name, or a JSON"
                        + " Pointer such as `/realm_access/roles`.",
                defaultValue = "roles")
        String jwtRolesClaim,

        @Setting(
                value = "What our roles begin with in a token: with `steadfast-`, the role read is `steadfast-read`.",
                defaultValue = "")
        String jwtRolesPrefix,

        @Setting(
                value = "The claim with a token's cameras, as for its roles; a token without it is for no camera. If"
                        + " empty, all tokens are for all cameras.",
                defaultValue = "")
        String jwtCamerasClaim,

        @Setting(value = "PEM file with the server's certificate and those that it rests on.", defaultValue = "")
        String tlsCertificate,

        @Setting(value = "PEM file with the certificate's private key, not encrypted.", defaultValue = "")
        String tlsKey,

        @Setting(
                value = "Says that TLS ends at a proxy in front, so that credentials may come without it.",
                defaultValue = "false")
        boolean behindTlsProxy,

        @Setting(
                value =
                        "Lets the gateway listen on a network without asking for credentials, so that whoever reaches it"
                                + " may do everything, or take them without TLS.",
                defaultValue = "false")
        boolean allowInsecure,

        @Setting(
                value = "Origins of pages elsewhere that may use the API from a browser, such as"
                        + " `https://console.example.org`, with commas between.",
                defaultValue = "")
        List<String> corsOrigins,

        @Setting(
                value = "Names under which a gateway that asks for no credentials is reached, besides addresses and"
                        + " localhost, with commas between.",
                defaultValue = "")
        List<String> hostNames,

        @Setting(
                value = "Requests that each key, and each token's subject, may send in the long run; 0 for any number."
                        + " Further ones are asked to come again (429).",
                unit = "requests a second",
                defaultValue = "100",
                min = "0",
                max = "1_000_000")
        double rate,

        @Setting(
                value = "Requests at once, on top of the rate.",
                unit = "requests",
                defaultValue = "200",
                min = "1",
                max = "1_000_000")
        int burst,

        @Setting(
                value = "The rate for each remote address where no credentials are asked for; 0 for any number.",
                unit = "requests a second",
                defaultValue = "0",
                min = "0",
                max = "1_000_000")
        double anonymousRate,

        @Setting(
                value =
                        "The most samples, n0 + n, that a frame may ask for, or a replay may repeat, with credentials that"
                                + " have no cap of their own; 0 for as many as the deployment takes. A frame that names neither"
                                + " gets the deployment's.",
                unit = "samples",
                defaultValue = "0",
                min = "0",
                max = "10_000_000")
        int maxSamples,

        @Setting(
                value = "The samples, n0 + n, that frames and replays may ask for in a second and at once, such as"
                        + " 500/s+20000, with each key and each token's subject that have no budget of their own,"
                        + " or from each address where no credentials are asked for; further ones are asked to"
                        + " come again (429). Empty: as many as the deployment takes.",
                defaultValue = "")
        String sampleBudget) {

    public AccessSettings {
        corsOrigins = List.copyOf(corsOrigins);
        hostNames = List.copyOf(hostNames);
        AccessRules.tokens(jwks, jwtIssuer, jwtAudience, jwtRolesClaim, jwtCamerasClaim);
        AccessRules.tls(tlsCertificate, tlsKey);
        AccessRules.origins(corsOrigins);
        AccessRules.hostNames(hostNames);
        SampleBudget.ofSetting("gateway.access.sample-budget", sampleBudget);
    }

    /** What may be asked for by those who have no budget of their own; empty for as much as the deployment takes. */
    Optional<SampleBudget> budget() {
        return SampleBudget.ofSetting("gateway.access.sample-budget", sampleBudget);
    }

    /** Whether the gateway asks for credentials. */
    public boolean asksForCredentials() {
        return !apiKeys.isEmpty() || !jwks.isEmpty();
    }

    /** Whether the gateway itself speaks TLS. */
    public boolean encrypts() {
        return !tlsCertificate.isEmpty();
    }
}
