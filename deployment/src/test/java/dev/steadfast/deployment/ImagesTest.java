package dev.steadfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the images, and what is not. */
class ImagesTest {

    private static final long MEGABYTES = 1 << 20;
    private static final Map<String, ImageTarball> IMAGES = new ConcurrentHashMap<>();

    private static ImageTarball image(String role) {
        return IMAGES.computeIfAbsent(role, ImageTarball::of);
    }

    @ParameterizedTest
    @ValueSource(strings = {"streams", "gateway", "worker"})
    void shouldRunAsNobodyInParticular(String role) {
        assertThat(image(role).user()).isEqualTo("10001:10001");
        assertThat(image(role).entries()).noneMatch(entry -> (entry.getMode() & 0022) != 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"streams", "gateway", "worker"})
    void shouldStartItsService(String role) {
        assertThat(image(role).entrypoint())
                .startsWith("java")
                .contains("-Dsteadfast.image=" + role, "-Dsteadfast.home=/app", "-XX:+ExitOnOutOfMemoryError")
                .endsWith("-cp", "@/app/jib-classpath-file", "dev.steadfast.standalone.Steadfast");
        assertThat(image(role).command()).containsExactly(role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"streams", "gateway"})
    void shouldBeSmallAndHaveNothingOfPyTorch(String role) {
        assertThat(image(role).paths())
                .noneMatch(path -> path.matches(".*(pytorch|djl|libtorch|/api-0).*"))
                .noneMatch(path -> path.contains("rocksdb") || path.contains("kafka_2.13") || path.contains("scala"));
        assertThat(image(role).layers().stream()
                        .mapToLong(layer -> layer.length)
                        .sum())
                .isLessThan(50 * MEGABYTES);
    }

    @Test
    void shouldHaveTheLibrariesOfTheirServiceOnly() {
        assertThat(image("streams").paths())
                .anyMatch(path -> path.contains("/kafka-streams-"))
                .noneMatch(path -> path.contains("/vertx-") || path.contains("/netty-"))
                .contains("/app/models/zoo/cifar10-int8/bundle.json")
                .noneMatch(path -> path.endsWith(".pt"));
        assertThat(image("gateway").paths())
                .anyMatch(path -> path.contains("/vertx-core-"))
                .noneMatch(path -> path.contains("/kafka-streams-"));
        assertThat(image("worker").paths())
                .anyMatch(path -> path.contains("/pytorch-jni-"))
                .noneMatch(path -> path.contains("/vertx-") || path.contains("/kafka-streams-"))
                .contains("/app/models/zoo/cifar10-int8/classifier.pt", "/app/models/zoo/cifar10-int8/denoiser.pt")
                .noneMatch(path -> path.contains("black-box"));
    }

    /** Whatever depends on when or where it was built would stand in one of these. */
    @ParameterizedTest
    @ValueSource(strings = {"streams", "gateway", "worker"})
    void shouldBearNoTraceOfWhenItWasBuilt(String role) {
        assertThat(Instant.parse(image(role).config().get("created").asText())).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(image(role).entries())
                .extracting(entry -> entry.getLastModifiedTime().toInstant())
                .containsOnly(Instant.ofEpochSecond(1));
        assertThat(image(role).entries())
                .extracting(TarArchiveEntry::getLongUserId)
                .containsOnly(0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"streams", "gateway", "worker"})
    void shouldListItsContents(String role) throws Exception {
        Optional<String> text = image(role).text("/app/sbom/bom.json");
        assumeTrue(text.isPresent(), "no bill of materials is made where Maven is offline");
        JsonNode sbom = new ObjectMapper().readTree(text.orElseThrow());
        assertThat(sbom.get("bomFormat").asText()).isEqualTo("CycloneDX");
        Set<String> listed = new HashSet<>();
        sbom.get("components")
                .forEach(component -> listed.add(component.get("name").asText() + "-"
                        + component.get("version").asText()));
        assertThat(image(role).paths())
                .filteredOn(path -> path.startsWith("/app/libs/"))
                .allSatisfy(path -> assertThat(listed)
                        .as("the component of " + path)
                        .anyMatch(component -> path.startsWith("/app/libs/" + component)));
    }

    @Test
    void shouldGiveTheWorkerTheEnvironmentThatTheLauncherDoes() {
        Matcher exported = Pattern.compile("export (\\w+)=\\$\\{\\1:-([^}]*)}").matcher(Repository.text("steadfast"));
        int seen = 0;
        while (exported.find()) {
            assertThat(image("worker").environment()).containsEntry(exported.group(1), exported.group(2));
            seen++;
        }
        assertThat(seen).isEqualTo(3);
    }
}
