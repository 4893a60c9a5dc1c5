package dev.steadfast.chaos.processes;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** The status with which an address answers. */
public final class HttpStatus {

    public static final int OK = 200;

    /** There was none within ten seconds, or no connection. */
    public static final int NONE = -1;

    private static final int LIMIT_MILLIS = 10_000;

    private HttpStatus() {}

    /** {@return the status, or {@link #NONE}} */
    public static int of(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status;
        } catch (IOException e) {
            return NONE;
        }
    }
}
