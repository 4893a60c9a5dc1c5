package dev.steadfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every manifest against the published schema of its kind; KEDA's are in {@link KedaSchemaTest}. */
class ManifestsTest {

    static final List<String> OVERLAYS = Manifests.OVERLAYS;

    @TestFactory
    Stream<DynamicTest> shouldHaveOnlyFieldsThatThereAre() throws IOException {
        return Manifests.sources().stream()
                .map(file -> DynamicTest.dynamicTest(
                        Repository.root().relativize(file).toString(), () -> objects(file).stream()
                                .filter(object -> !isKeda(object))
                                .forEach(StrictSchemas::check)));
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void shouldBePutTogetherOfWhatThereIs(String overlay) throws Exception {
        List<Yaml> objects = Manifests.rendered(overlay);

        assertThat(objects).hasSizeGreaterThan(30);
        objects.stream().filter(object -> !isKeda(object)).forEach(StrictSchemas::check);
        assertThat(objects)
                .filteredOn(object -> !object.at("kind").text().equals("Namespace"))
                .allSatisfy(
                        object -> assertThat(object.at("metadata", "namespace").text())
                                .as(Manifests.name(object))
                                .isEqualTo("steadfast"));
    }

    @Test
    void shouldRefuseAFieldThatThereIsNot() {
        Yaml misspelt = Yaml.documents("""
                apiVersion: apps/v1
                kind: Deployment
                spec: {template: {spec: {containers: [{name: a, readinessProb: {}}]}}}
                """).get(0);

        assertThatThrownBy(() -> StrictSchemas.check(misspelt)).hasMessageContaining("readinessProb");
    }

    @Test
    void shouldRefuseAFieldOfKafkaThatThereIsNot() {
        Yaml misspelt = Yaml.documents("""
                apiVersion: kafka.strimzi.io/v1
                kind: Kafka
                spec: {kafka: {listeners: [{name: tls, port: 9093, type: internal, tsl: true}]}}
                """).get(0);

        assertThatThrownBy(() -> StrictSchemas.check(misspelt)).hasMessageContaining("tsl");
    }

    private static List<Yaml> objects(Path file) throws IOException {
        return Yaml.documents(Files.readString(file));
    }

    private static boolean isKeda(Yaml object) {
        return object.at("apiVersion").text().startsWith("keda.sh/");
    }
}
