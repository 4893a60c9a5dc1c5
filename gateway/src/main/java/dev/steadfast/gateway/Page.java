package dev.steadfast.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * The pages for people: the dashboard, and each frame's own page. A few files out of the jar, kept in memory, with nothing from elsewhere;
 * what they show, their scripts ask of the API with the reader's credentials.
 */
final class Page {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    /** What the two pages load, in the folder {@code page} and under the path {@code /page}. */
    static final List<String> FILES = List.of(
            "base.css",
            "dashboard.css",
            "frame.css",
            "charts/bars.js",
            "charts/plot.js",
            "charts/sparkline.js",
            "charts/ticks.js",
            "common/api.js",
            "common/credentials.js",
            "common/element.js",
            "common/numbers.js",
            "common/paths.js",
            "common/pictures.js",
            "common/sign-in.js",
            "common/terms.js",
            "common/theme.js",
            "common/words.js",
            "dashboard/camera-tile.js",
            "dashboard/camera-tiles.js",
            "dashboard/connection-view.js",
            "dashboard/dashboard.js",
            "dashboard/figures-view.js",
            "dashboard/filters.js",
            "dashboard/glance.js",
            "dashboard/headline.js",
            "dashboard/prediction-list.js",
            "dashboard/reading-order.js",
            "dashboard/trouble-line.js",
            "dashboard/upload.js",
            "dashboard/workings-view.js",
            "frame/frame.js",
            "frame/frame-words.js",
            "frame/prediction-view.js",
            "frame/receipt-view.js",
            "frame/replay-view.js",
            "frame/samples-view.js",
            "live/answers.js",
            "live/cameras.js",
            "live/event-parser.js",
            "live/fleet-trouble.js",
            "live/learning.js",
            "live/live-stream.js",
            "live/pressure.js",
            "live/server-clock.js",
            "live/sums.js",
            "live/trouble.js",
            "live/trouble-watch.js",
            "live/windows.js");

    private Page() {}

    static void mount(Router router) {
        serve(router, "/", "index.html");
        serve(router, "/frames/:frameId", "frame.html");
        serve(router, "/icon.svg", "icon.svg");
        FILES.forEach(file -> serve(router, "/page/" + file, file));
    }

    private static void serve(Router router, String path, String file) {
        String contentType = contentType(file);
        Buffer content = read(file);
        router.get(path).handler(request -> request.response()
                .putHeader("Content-Type", contentType)
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("Cache-Control", "no-cache")
                .end(content));
    }

    private static String contentType(String file) {
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("page/" + file + " is of a type that no browser is told of");
        }
        return type;
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
