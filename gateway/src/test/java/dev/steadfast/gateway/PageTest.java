package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {

    private static final Path SOURCES = Path.of("src/main/resources/dev/steadfast/gateway/page");
    private static final Set<String> OTHERS = Set.of("icon.svg", "api.js"); // each has a path of its own
    private static final Set<String> PATHS = Set.of("/", "/icon.svg", "/api");
    private static final Pattern IMPORT = Pattern.compile("from '([^']+)'");
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");

    private final ContractStub stub = new ContractStub();

    @AfterEach
    void stop() {
        stub.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/frames/f%3A1, text/html; charset=utf-8",
        "/page/base.css, text/css; charset=utf-8",
        "/page/live/trouble.js, text/javascript; charset=utf-8",
        "/icon.svg, image/svg+xml"
    })
    void shouldServeItsFilesWithTheirTypes(String path, String contentType) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains(contentType);
        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void shouldServeAllFilesThatThereAre() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> SOURCES.relativize(file).toString())
                            .filter(file -> !file.endsWith(".html") && !OTHERS.contains(file)))
                    .containsExactlyInAnyOrderElementsOf(Page.FILES);
        }
    }

    @Test
    void shouldLinkAndImportOnlyWhatIsServed() throws IOException {
        for (String page : List.of("index.html", "frame.html")) {
            assertThat(find(LINK, page)).isNotEmpty().allSatisfy(path -> assertThat(
                            PATHS.contains(path) || Page.FILES.contains(path.replace("/page/", "")))
                    .as(path)
                    .isTrue());
        }
        for (String script : scripts()) {
            Path file = SOURCES.resolve(script);
            assertThat(find(IMPORT, script).map(path -> SOURCES.relativize(
                                    file.resolveSibling(path).normalize())
                            .toString()))
                    .as("imports of %s", script)
                    .allSatisfy(path -> assertThat(Page.FILES).contains(path));
        }
    }

    @Test
    void shouldLoadNothingFromElsewhereAndRunNothingInline() throws IOException {
        for (String page : List.of("index.html", "frame.html")) {
            assertThat(read(page))
                    .doesNotContain("src=\"http", "href=\"http", "<script>", "<style", "onclick", "style=");
        }
        for (String script : scripts()) {
            assertThat(read(script)).as(script).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(");
        }
    }

    @Test
    void shouldPromiseNoMoreThanACertificateDoes() throws IOException {
        StringBuilder shown = new StringBuilder(read("index.html") + read("frame.html"));
        for (String script : scripts()) {
            shown.append(read(script).replaceAll("(?m)//.*|^\\s*/?\\*.*", ""));
        }

        assertThat(shown)
                .contains("stable within")
                .doesNotContainPattern(
                        Pattern.compile("(?i)(?<![.'])\\b(safe|correct)\\b(?![':])")); // fields may be called so
    }

    private static List<String> scripts() {
        return Page.FILES.stream().filter(file -> file.endsWith(".js")).toList();
    }

    private static Stream<String> find(Pattern pattern, String file) throws IOException {
        return pattern.matcher(read(file)).results().map((MatchResult found) -> found.group(1));
    }

    private static String read(String file) throws IOException {
        return Files.readString(SOURCES.resolve(file));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(stub.uri(path)).build(), BodyHandlers.ofString());
    }
}
