package dev.steadfast.gateway.access;

import dev.steadfast.gateway.problems.GatewayException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/** Reads the server's certificate and key, and makes sure that they are one another's. */
final class TlsFiles {

    private TlsFiles() {}

    /**
     * Reads both files, once: a new certificate takes a new start.
     *
     * @throws GatewayException if a file cannot be read, is not what it should be, or does not belong to the other
     */
    static PemKeyCertOptions read(String certificate, String key, Vertx vertx) {
        PemKeyCertOptions options = new PemKeyCertOptions()
                .setCertValue(content("tls-certificate", certificate))
                .setKeyValue(content("tls-key", key));
        boolean matching;
        try {
            matching = matches(options, vertx);
        } catch (Exception e) { // parsers and key managers throw what they like
            throw new GatewayException(
                    "gateway.access.tls-certificate, gateway.access.tls-key: must be PEM files of a certificate and of"
                            + " its RSA or EC key, unencrypted, were '%s' and '%s' (%s)"
                                    .formatted(certificate, key, e.getMessage()),
                    e);
        }
        if (!matching) {
            throw new GatewayException(
                    "gateway.access.tls-key: must be the key of the first certificate in '%s', was '%s'"
                            .formatted(certificate, key));
        }
        return options;
    }

    private static Buffer content(String setting, String file) {
        try {
            return Buffer.buffer(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw new GatewayException(
                    "gateway.access.%s: must be a PEM file, was '%s' (%s)".formatted(setting, file, e), e);
        }
    }

    private static boolean matches(PemKeyCertOptions options, Vertx vertx) throws Exception {
        KeyManager[] managers = options.getKeyManagerFactory(vertx).getKeyManagers();
        X509KeyManager manager = (X509KeyManager) managers[0];
        for (String type : List.of("RSA", "EC")) {
            String[] aliases = manager.getServerAliases(type, null);
            if (aliases != null) {
                return matches(
                        manager.getPrivateKey(aliases[0]),
                        manager.getCertificateChain(aliases[0])[0].getPublicKey(),
                        type.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            }
        }
        throw new GeneralSecurityException("neither RSA nor EC");
    }

    private static boolean matches(PrivateKey secret, PublicKey open, String algorithm)
            throws GeneralSecurityException {
        byte[] something = {1, 2, 3};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(secret);
        signature.update(something);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(something);
        return signature.verify(signed);
    }
}
