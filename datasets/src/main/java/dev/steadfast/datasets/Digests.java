package dev.steadfast.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** Digests as lower-case hexadecimal. */
final class Digests {
    private static final int BUFFER_BYTES = 1 << 16;

    private Digests() {}

    static String md5(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of("MD5", in);
        }
    }

    /** Of what a file holds: where its name ends in {@code .gz}, of what it unpacks to. */
    static String sha256OfContent(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream content = file.toString().endsWith(".gz") ? new GZIPInputStream(in, BUFFER_BYTES) : in) {
            return of("SHA-256", content);
        }
    }

    private static String of(String algorithm, InputStream in) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has MD5 and SHA-256", e);
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
