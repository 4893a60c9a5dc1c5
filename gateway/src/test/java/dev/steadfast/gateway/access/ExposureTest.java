package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.gateway.problems.GatewayException;
import dev.steadfast.settings.SettingsException;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "localhost", "::1"})
    void shouldBeOpenOnAnAddressOfThisMachineOnly(String host) {
        assertThatCode(() -> Exposure.check(GuardedServer.settings(), host)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
    void shouldNotBeOpenToANetwork(String host) {
        assertThatThrownBy(() -> Exposure.check(GuardedServer.settings(), host))
                .isInstanceOf(GatewayException.class)
                .hasMessage(
                        "gateway.host: must be an address that only this machine reaches, such as 127.0.0.1, while the"
                                + " gateway asks for no credentials, was '" + host
                                + "'. Give it keys with gateway.access.api-keys"
                                + " ('steadfast keys create' makes them) or gateway.access.jwks; or let whoever reaches it do"
                                + " everything, with gateway.access.allow-insecure=true");
    }

    @Test
    void shouldNotTakeCredentialsFromANetworkWithoutTls() {
        assertThatThrownBy(() -> Exposure.check(GuardedServer.settings("api-keys=keys"), "0.0.0.0"))
                .isInstanceOf(GatewayException.class)
                .hasMessage("gateway.access.tls-certificate: must be set where credentials come from a network, and"
                        + " gateway.host is '0.0.0.0'. Without TLS anybody on the way could read them. Where a proxy in front"
                        + " speaks TLS, say so with gateway.access.behind-tls-proxy=true");
        for (String told : new String[] {"behind-tls-proxy=true", "allow-insecure=true"}) {
            assertThatCode(() -> Exposure.check(GuardedServer.settings("api-keys=keys", told), "0.0.0.0"))
                    .doesNotThrowAnyException();
        }
        assertThatCode(() -> Exposure.check(
                        GuardedServer.settings("api-keys=keys", "tls-certificate=c", "tls-key=k"), "0.0.0.0"))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldWarnWhenItIsOpenBecauseItWasToldTo(@TempDir Path folder) throws Exception {
        KeyFiles.add(folder.resolve("keys"), "one", "*", Role.READ);
        Vertx vertx = Vertx.vertx();
        try (CapturedLog log = new CapturedLog()) {
            Access.open(GuardedServer.settings("allow-insecure=true"), "0.0.0.0", vertx)
                    .close();
            Access.open(
                            GuardedServer.settings("api-keys=" + folder.resolve("keys"), "behind-tls-proxy=true"),
                            "0.0.0.0",
                            vertx)
                    .close();

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .contains("open to a network", "0.0.0.0");
        } finally {
            vertx.close();
        }
    }

    @Test
    void shouldSayThatTheAddressIsNone() {
        assertThatThrownBy(() -> Exposure.check(GuardedServer.settings(), "no-such-host.invalid"))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("gateway.host: must be an address of this machine, was 'no-such-host.invalid'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jwt-issuer=a                                               | jwt-issuer: is of no use without gateway.access.jwks, was 'a'
            jwt-audience=a                                             | jwt-audience: is of no use without gateway.access.jwks, was 'a'
            jwks=https://a.example.org                                 | jwt-issuer: must be set with jwks
            jwks=https://a.example.org jwt-issuer=a                    | jwt-audience: must be set with jwks
            jwks=http://a.example.org/jwks                             | jwks: must be https:..., file:..., or http: on this machine, was 'http://a.example.org/jwks'
            jwks=/etc/jwks.json                                        | jwks: must be https:..., file:..., or http: on this machine
            jwks=https:nonsense                                        | jwks: must be https:..., file:..., or http: on this machine
            jwks=file:a jwt-issuer=a jwt-audience=a jwt-roles-claim=   | jwt-roles-claim: must be a claim's name, or a JSON Pointer
            jwks=file:a jwt-issuer=a jwt-audience=a jwt-cameras-claim=/~2 | jwt-cameras-claim: must be a claim's name, or a JSON Pointer
            tls-certificate=a                                          | tls-key: must be set with tls-certificate
            tls-key=a                                                  | tls-certificate: must be set with tls-key
            cors-origins=*                                             | cors-origins: must be origins such as https://console.example.org: no path, and none for all, was '*'
            cors-origins=https://a.example.org/                        | cors-origins: must be origins
            cors-origins=https://a.example.org,null                    | cors-origins: must be origins
            host-names=a:80                                            | host-names: must be names of hosts, without ports, was 'a:80'
            rate=-1                                                    | rate: must be between 0 and 1_000_000 requests a second, was '-1'
            burst=0                                                    | burst: must be between 1 and 1_000_000 requests, was '0'
            """)
    void shouldNameKeyRuleAndValueOfSettingsThatDoNotGoTogether(String settings, String message) {
        assertThatThrownBy(() -> GuardedServer.settings(settings.split(" ")))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("gateway.access." + message);
    }
}
