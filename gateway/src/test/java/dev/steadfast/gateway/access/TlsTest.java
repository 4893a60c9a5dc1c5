package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.gateway.problems.GatewayException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

    private static final String INSIST = "Strict-Transport-Security";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void shouldServeWithTheConfiguredCertificate(String algorithm) throws Exception {
        SelfSigned own = SelfSigned.in(folder, "server", algorithm);
        try (GuardedServer server =
                GuardedServer.with("tls-certificate=" + own.certificate(), "tls-key=" + own.key())) {
            HttpResponse<String> byAddress = get(own, "https://127.0.0.1:" + server.port() + "/v2/health/live");
            HttpResponse<String> byName = get(own, "https://localhost:" + server.port() + "/v2/health/live");

            assertThat(byAddress.statusCode()).isEqualTo(200);
            assertThat(byAddress.headers().firstValue(INSIST)).contains("max-age=31536000");
            assertThat(byName.statusCode()).isEqualTo(200);
            assertThat(byName.headers().firstValue(INSIST))
                    .as("would hold for everything on localhost")
                    .isEmpty();
        }
    }

    @Test
    void shouldSayWhichFileIsWrong() throws Exception {
        SelfSigned own = SelfSigned.in(folder, "own", "EC");
        SelfSigned other = SelfSigned.in(folder, "other", "EC");
        SelfSigned otherKind = SelfSigned.in(folder, "kind", "RSA");
        Path nonsense = Files.writeString(folder.resolve("nonsense"), "nonsense");

        Map<String, String[]> wrong = Map.of(
                "gateway.access.tls-key: must be the key of the first certificate",
                new String[] {own.certificate().toString(), other.key().toString()},
                "private key algorithm does not match",
                new String[] {own.certificate().toString(), otherKind.key().toString()},
                "gateway.access.tls-certificate, gateway.access.tls-key: must be PEM files",
                new String[] {nonsense.toString(), own.key().toString()},
                "must be PEM files of a certificate and of its RSA or EC key, unencrypted",
                new String[] {own.certificate().toString(), nonsense.toString()},
                "gateway.access.tls-certificate: must be a PEM file, was '/no-such'",
                new String[] {"/no-such", own.key().toString()},
                "gateway.access.tls-key: must be a PEM file, was '/no-such'",
                new String[] {own.certificate().toString(), "/no-such"});

        wrong.forEach((message, files) -> assertThatThrownBy(
                        () -> GuardedServer.with("tls-certificate=" + files[0], "tls-key=" + files[1]))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining(message));
    }

    private static HttpResponse<String> get(SelfSigned server, String address) throws Exception {
        return client(server).send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }

    private static HttpClient client(SelfSigned server) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(server.trusted());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
