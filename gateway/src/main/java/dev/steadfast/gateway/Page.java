package dev.steadfast.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The page that shows predictions arriving: a few files out of the jar, kept in memory, with nothing from elsewhere. */
final class Page {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final List<String> SCRIPTS = List.of("page.js", "rows.js", "figures.js", "numbers.js", "upload.js");

    private Page() {}

    static void mount(Router router) {
        serve(router, "/", "index.html", "text/html; charset=utf-8");
        serve(router, "/page.css", "page.css", "text/css; charset=utf-8");
        serve(router, "/icon.svg", "icon.svg", "image/svg+xml");
        SCRIPTS.forEach(script -> serve(router, "/" + script, script, "text/javascript; charset=utf-8"));
    }

    /** On every answer of the gateway, so that no browser takes JSON for something else. */
    static void secure(RoutingContext request) {
        request.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        request.next();
    }

    private static void serve(Router router, String path, String file, String contentType) {
        Buffer content = read(file);
        router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(request -> request.response()
                .putHeader("Content-Type", contentType)
                .putHeader("Cache-Control", "no-cache")
                .end(content));
    }

    private static Buffer read(String file) {
        try (InputStream content = Page.class.getResourceAsStream("page/" + file)) {
            if (content == null) {
                throw new IllegalStateException("page/" + file + " is missing from the gateway's jar");
            }
            return Buffer.buffer(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
