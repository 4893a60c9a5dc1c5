package dev.steadfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** That the frames under way, which clients decide about, fit the heap of the containers that we describe, and leave a quarter to all else. */
class GatewayMemoryTest {

    private static final String FRAMES = "gateway.max-in-flight";
    private static final String BYTES = "gateway.max-image-bytes";
    private static final String LARGEST_BODY = "gateway.max-request-bytes";
    private static final String SETTINGS = "steadfast.yaml";

    @SuppressWarnings("UnusedVariable") // the source of parameters, by its name
    private static final List<String> OVERLAYS = Manifests.OVERLAYS;

    private static final String HEAP = "-XX:MaxRAMPercentage=";

    /** The other tests reckon with this. */
    @Test
    void shouldDocumentHowMuchFramesUnderWayMayTake() {
        assertThat(Repository.text("docs/reference/settings.md")
                        .lines()
                        .filter(line -> line.startsWith("| `" + FRAMES)))
                .singleElement()
                .asString()
                .contains("three times these bytes of memory");
    }

    @Test
    void shouldFitTheContainerOfTheComposeFile() {
        ComposeService gateway = ComposeFile.read(Map.of()).service("gateway");

        assertFits(gateway.memoryLimit(), gateway.environment(), new Yaml(null));
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void shouldFitThePod(String overlay) throws Exception {
        Yaml container = Manifests.rendered(overlay, "Deployment").stream()
                .filter(workload -> Manifests.name(workload).equals("Deployment/steadfast-gateway"))
                .findFirst()
                .orElseThrow()
                .at("spec", "template", "spec", "containers", 0);
        Yaml settings = Manifests.rendered(overlay, "ConfigMap").stream()
                .map(map -> map.at("data", SETTINGS).text())
                .filter(text -> !text.isEmpty())
                .map(text -> Yaml.documents(text).get(0))
                .findFirst()
                .orElseThrow();
        Map<String, String> environment = container.at("env").list().stream()
                .collect(Collectors.toMap(variable -> variable.at("name").text(), variable -> variable.at("value")
                        .text()));

        assertFits(bytes(container.at("resources", "limits", "memory").text()), environment, settings);
    }

    private static void assertFits(long containerBytes, Map<String, String> environment, Yaml settings) {
        long heap = containerBytes * heapPercentage() / 100;
        long room = Math.max(
                number(FRAMES, environment, settings) * number(BYTES, environment, settings),
                number(LARGEST_BODY, environment, settings));

        assertThat(3 * room)
                .as("bytes of frames under way, in a heap of %d", heap)
                .isLessThanOrEqualTo(heap * 3 / 4);
    }

    private static long number(String key, Map<String, String> environment, Yaml settings) {
        String written = Optional.ofNullable(environment.get(SettingKeys.variable(key)))
                .or(() -> Optional.of(settings.at((Object[]) key.split("\\.", -1)))
                        .filter(Yaml::isPresent)
                        .map(Yaml::text))
                .orElseGet(() -> SettingKeys.defaultOf(key));
        return Long.parseLong(written.replace("_", ""));
    }

    private static long heapPercentage() {
        return ImageTarball.of("gateway").entrypoint().stream()
                .filter(option -> option.startsWith(HEAP))
                .map(option -> Long.parseLong(option.substring(HEAP.length())))
                .findFirst()
                .orElseThrow();
    }

    private static long bytes(String quantity) {
        return Quantity.getAmountInBytes(new Quantity(quantity)).longValueExact();
    }
}
