package dev.steadfast.standalone.services;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Whether something of this machine answers over HTTP: asked again and again while it starts. */
public final class HttpCheck {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final HttpRequest question;

    /** Of an address that answers 200 when all is well. */
    public HttpCheck(String url) {
        this.question = HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build();
    }

    /** Asks once. */
    public boolean passes() throws InterruptedException {
        try {
            return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) { // not listening yet
            return false;
        }
    }
}
