package dev.steadfast.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file on the web whose MD5 its authors publish.
 *
 * @param md5 lower-case hexadecimal
 */
record Download(URI address, String md5) {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int SILENCE_MILLIS = 30_000;
    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * Fetches the file.
     *
     * @throws IOException if it cannot be had, within 5 seconds to connect and 30 of silence, or is not the file that was meant
     */
    void to(Path file, FetchProgress progress) throws IOException {
        URLConnection connection = address.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(SILENCE_MILLIS);
        if (connection instanceof HttpURLConnection http && http.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("%s answered with status %d".formatted(address, http.getResponseCode()));
        }
        long bytes = connection.getContentLengthLong();
        try (InputStream in = connection.getInputStream();
                OutputStream out = Files.newOutputStream(file);
                FetchProgress.Step step = progress.begin(file.getFileName().toString(), bytes)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long done = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                done += read;
                step.reached(done);
            }
        }
        String found = Digests.md5(file);
        if (!found.equals(md5)) {
            throw new IOException("what %s sent is damaged or incomplete: %d bytes%s, and the MD5 is %s in place of %s"
                    .formatted(address, Files.size(file), bytes < 0 ? "" : " of " + bytes, found, md5));
        }
    }
}
