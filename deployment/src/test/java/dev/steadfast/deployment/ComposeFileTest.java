package dev.steadfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every service of the compose file must have, and what must be said as the code says it. */
class ComposeFileTest {

    private static final ComposeFile FILE = ComposeFile.read(Map.of());

    static Stream<ComposeService> services() {
        return FILE.services().values().stream();
    }

    static Stream<ComposeService> ownServices() {
        return services().filter(ComposeService::isOwn);
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldRunWithNoMoreRightsThanItNeeds(ComposeService service) {
        Yaml definition = service.definition();

        assertThat(definition.at("read_only").isTrue()).as("read_only").isTrue();
        assertThat(definition.at("cap_drop").texts()).containsExactly("ALL");
        assertThat(definition.at("security_opt").texts()).containsExactly("no-new-privileges:true");
        assertThat(definition.at("user").text()).matches("[1-9]\\d*:\\d+");
        assertThat(definition.keys()).doesNotContain("privileged", "cap_add", "network_mode", "pid");
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldHaveBounds(ComposeService service) {
        assertThat(service.memoryLimit()).isPositive();
        assertThat(service.definition().at("pids_limit").number()).isPresent();
        assertThat(service.definition().at("logging", "options", "max-size").isPresent())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldNameAVersionOfItsImage(ComposeService service) {
        assertThat(service.image()).contains(":").doesNotEndWith(":latest");
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldSayWhetherItIsWell(ComposeService service) {
        boolean says = !service.healthcheck().isEmpty();

        assertThat(says
                        || service.isOneShot()
                        || service.definition().at("healthcheck", "disable").isTrue())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldBeReachedFromThisMachineOnly(ComposeService service) {
        assertThat(service.definition().at("ports").texts())
                .allMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+:\\d+"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldWaitOnlyForWhatSaysThatItIsThere(ComposeService service) {
        service.dependsOn().forEach((other, condition) -> {
            ComposeService awaited = FILE.service(other);
            assertThat(condition).isEqualTo(awaited.isOneShot() ? "service_completed_successfully" : "service_healthy");
            assertThat(awaited.isOneShot() || !awaited.healthcheck().isEmpty()).isTrue();
            assertThat(awaited.profiles()).as("a service of another profile").isSubsetOf(service.profiles());
        });
    }

    /** JNI libraries are unpacked to the temporary folder, which tmpfs would make noexec. */
    @ParameterizedTest
    @MethodSource("ownServices")
    void shouldBeAbleToLoadNativeCode(ComposeService service) {
        assertThat(service.definition().at("tmpfs").texts())
                .singleElement()
                .asString()
                .startsWith("/tmp:exec,");
    }

    @ParameterizedTest
    @MethodSource("ownServices")
    void shouldRunAsTheImageDoes(ComposeService service) {
        ImageTarball image = ImageTarball.of(service.role().replace("-cuda", ""));

        assertThat(service.definition().at("user").text()).isEqualTo(image.user());
    }

    @ParameterizedTest
    @MethodSource("ownServices")
    void shouldSetOnlyWhatCanBeSet(ComposeService service) {
        assertThat(service.environment().keySet())
                .filteredOn(name -> name.startsWith("STEADFAST_") && !name.startsWith("STEADFAST_KAFKA_"))
                .allSatisfy(name -> assertThat(SettingKeys.all())
                        .extracting(SettingKeys::variable)
                        .contains(name));
    }

    @ParameterizedTest
    @MethodSource("ownServices")
    void shouldAskForHealthWhereItIsAnswered(ComposeService service) {
        if (service.healthcheck().isEmpty()) {
            return;
        }
        String section = service.command().get(0);
        String port = SettingKeys.defaultOf(section + ".management-port");

        assertThat(service.healthcheck())
                .contains("dev.steadfast.standalone.Probe")
                .endsWith("http://127.0.0.1:" + port + "/health/ready");
    }

    @Test
    void shouldRunTheKafkaThatTheClientsAreOf() {
        String version = Repository.text("pom.xml").replaceAll("(?s).*<kafka.version>(.*?)</kafka.version>.*", "$1");

        assertThat(FILE.service("kafka").image()).isEqualTo("apache/kafka:" + version);
    }

    /** The embedded registry is the one that all other tests run with. */
    @Test
    void shouldRunTheRegistryThatTheTestsRun() {
        String pom = Repository.text("registry-server/pom.xml");
        String tag = FILE.service("registry").image().replaceAll(".*:", "");

        assertThat(pom)
                .contains("<artifactId>apicurio-registry-app</artifactId>")
                .contains(tag);
    }

    @Test
    void shouldHaveTheProfilesThatTheDocumentationNames() {
        assertThat(services().flatMap(service -> service.profiles().stream()).distinct())
                .containsExactlyInAnyOrder("gpu", "camera", "tools", "observability");
        assertThat(FILE.startOrder())
                .extracting(ComposeService::name)
                .containsExactly("kafka", "registry", "topics", "streams", "worker", "gateway");
    }

    @Test
    void shouldReserveAGpu() {
        Yaml device = FILE.service("worker-gpu").definition().at("deploy", "resources", "reservations", "devices", 0);

        assertThat(device.at("driver").text()).isEqualTo("nvidia");
        assertThat(device.at("capabilities").texts()).isEqualTo(List.of("gpu"));
    }
}
