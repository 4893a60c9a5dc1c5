package dev.steadfast.standalone;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks a health check of this machine, for containers, whose images have neither a shell nor curl: exit status 0 if the answer is 200, else 1
 * and a line that says why. A main class of its own, with nothing of the command line, so that asking takes a tenth of a second.
 */
public final class Probe {

    private static final int LIMIT_MILLIS = 4_000;

    private Probe() {}

    /**
     * Asks one URL.
     *
     * @param arguments the URL
     */
    public static void main(String... arguments) {
        if (arguments.length != 1) {
            System.err.println("usage: Probe URL");
            System.exit(2);
        }
        System.exit(isHealthy(URI.create(arguments[0])) ? 0 : 1);
    }

    static boolean isHealthy(URI health) {
        try {
            HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                System.err.println(health + " answered " + status);
            }
            return status == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            System.err.println(health + ": " + e);
            return false;
        }
    }
}
