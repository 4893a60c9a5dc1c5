package dev.steadfast.gateway;

import dev.steadfast.gateway.http.Contract;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** {@code /openapi.yaml}, and {@code /api}, a page to read it and try it: Swagger UI, out of the jar. */
final class ContractPage {

    /** Swagger UI styles elements as it draws, and draws some signs from data. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
    private static final String WEBJAR_POM = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private ContractPage() {}

    static void mount(Router router, Contract contract) {
        serve(router, "/openapi.yaml", contract.yaml(), "application/yaml");
        serve(router, "/api", read("page/api.html"), "text/html; charset=utf-8");
        serve(router, "/api/start.js", read("page/api.js"), "text/javascript; charset=utf-8");
        String reader = WEBJAR + version() + "/";
        serve(router, "/api/swagger-ui.css", read(reader + "swagger-ui.css"), "text/css; charset=utf-8");
        serve(
                router,
                "/api/swagger-ui-bundle.js",
                read(reader + "swagger-ui-bundle.js"),
                "text/javascript; charset=utf-8");
    }

    private static void serve(Router router, String path, Buffer content, String contentType) {
        router.get(path).handler(request -> request.response()
                .putHeader("Content-Type", contentType)
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("Cache-Control", "no-cache")
                .end(content));
    }

    private static String version() {
        try (InputStream file = open(WEBJAR_POM)) {
            Properties pom = new Properties();
            pom.load(file);
            return pom.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Buffer read(String file) {
        try (InputStream content = open(file)) {
            return Buffer.buffer(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String file) {
        InputStream content = ContractPage.class.getResourceAsStream(file);
        if (content == null) {
            throw new IllegalStateException(file + " is missing from the class path");
        }
        return content;
    }
}
