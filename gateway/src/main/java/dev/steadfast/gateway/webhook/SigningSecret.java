package dev.steadfast.gateway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.steadfast.gateway.problems.GatewayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What events are signed with. It is never shown. */
final class SigningSecret {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private SigningSecret(String secret) {
        this.key = new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
    }

    /**
     * The secret that the settings name. Of a file, the ends' white space does not count: editors put a line's end there.
     *
     * @throws GatewayException if the file cannot be read, or holds too short a secret
     */
    static SigningSecret of(WebhookSettings settings) {
        return new SigningSecret(settings.secretFile().isEmpty() ? settings.secret() : read(settings.secretFile()));
    }

    private static String read(String file) {
        String secret;
        try {
            secret = Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new GatewayException("gateway.webhook.secret-file: %s cannot be read: %s".formatted(file, e), e);
        }
        if (secret.length() < WebhookRules.LEAST_SECRET) {
            throw new GatewayException(
                    "gateway.webhook.secret-file: %s %s".formatted(file, WebhookRules.leastSecret(secret)));
        }
        return secret;
    }

    /**
     * The signature of a request: {@code sha256=} and 64 hexadecimal digits of the HMAC-SHA256 (RFC 2104) of the timestamp's digits, a full
     * stop, and the body. The timestamp is signed too, so that a receiver can refuse what was recorded earlier.
     *
     * @param timestamp seconds since 1970
     */
    String sign(long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((timestamp + ".").getBytes(UTF_8));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "a secret";
    }
}
