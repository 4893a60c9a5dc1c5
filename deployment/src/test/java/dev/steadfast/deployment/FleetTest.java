package dev.steadfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the manifests say about Steadfast, against what Steadfast says. */
class FleetTest {

    static final List<String> OVERLAYS = Manifests.OVERLAYS;

    private static final Yaml SETTINGS =
            Yaml.documents(Repository.text("k8s/base/steadfast.yaml")).get(0);

    @Test
    void shouldDescribeTheTopicsAsTheCommandMakesThem() {
        List<Yaml> topics = Yaml.documents(Repository.text("k8s/components/strimzi/topics.yaml"));

        assertThat(topics)
                .extracting(topic -> topic.at("metadata", "name").text())
                .containsExactlyElementsOf(Topics.ALL.stream().map(Topic::name).toList());
        for (Topic<?> topic : Topics.ALL) {
            Yaml described = topics.get(Topics.ALL.indexOf(topic));
            assertThat(configuration(described)).as(topic.name()).isEqualTo(configuration(topic));
            assertThat(described.at("spec", "partitions").number())
                    .isEqualTo(SETTINGS.at("topics", "partitions").number());
        }
    }

    @Test
    void shouldSetOnlyWhatCanBeSet() {
        assertThat(keys(SETTINGS, ""))
                .filteredOn(key -> !key.startsWith("kafka."))
                .isSubsetOf(SettingKeys.all());
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void shouldSetInTheEnvironmentOnlyWhatCanBeSet(String overlay) throws Exception {
        List<String> variables =
                SettingKeys.all().stream().map(SettingKeys::variable).toList();

        for (Yaml container : containers(overlay)) {
            assertThat(container.at("env").list())
                    .extracting(variable -> variable.at("name").text())
                    .filteredOn(name -> name.startsWith("STEADFAST_") && !name.startsWith("STEADFAST_KAFKA_"))
                    .isSubsetOf(variables);
        }
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void shouldFindManagementWhereItIs(String overlay) throws Exception {
        for (Yaml container : containers(overlay)) {
            String service = container.at("name").text();
            for (Yaml port : container.at("ports").list()) {
                String setting = port.at("name").text().equals("management") ? ".management-port" : ".port";
                if (!service.equals("registry")) {
                    assertThat(port.at("containerPort").text()).isEqualTo(SettingKeys.defaultOf(service + setting));
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void shouldKeepATopologyInstancesNameAndItsStandby(String overlay) throws Exception {
        Yaml streams = Manifests.rendered(overlay, "StatefulSet").get(0);
        Map<String, Yaml> environment = new TreeMap<>();
        streams.at("spec", "template", "spec", "containers", 0, "env")
                .list()
                .forEach(variable -> environment.put(variable.at("name").text(), variable));

        assertThat(environment.get("STEADFAST_KAFKA_GROUP_INSTANCE_ID"))
                .isNotNull()
                .extracting(variable -> variable.at("value").text())
                .isEqualTo("$(POD_NAME)");
        assertThat(environment).containsKeys("STEADFAST_KAFKA_NUM_STANDBY_REPLICAS", "STEADFAST_KAFKA_STATE_DIR");
        long replicas = streams.at("spec", "replicas").number().orElse(0L);
        assertThat(environment.get("STEADFAST_KAFKA_NUM_STANDBY_REPLICAS"))
                .isNotNull()
                .extracting(variable -> variable.at("value").text())
                .isEqualTo(replicas > 1 ? "1" : "0");
        assertThat(streams.at("spec", "volumeClaimTemplates").list()).hasSize(1);
    }

    @Test
    void shouldLeaveTheNumberOfWorkersToKeda() throws Exception {
        Yaml worker = Manifests.rendered("prod", "Deployment").stream()
                .filter(deployment -> deployment.at("metadata", "name").text().equals("steadfast-worker"))
                .findFirst()
                .orElseThrow();
        Yaml scaled = Manifests.rendered("prod", "ScaledObject").get(0);

        assertThat(worker.at("spec").keys()).doesNotContain("replicas");
        assertThat(scaled.at("spec", "scaleTargetRef", "name").text()).isEqualTo("steadfast-worker");
        assertThat(scaled.at("spec", "minReplicaCount").number()).hasValue(0L);
        String value =
                scaled.at("spec", "triggers", 0, "metadata", "valueLocation").text();
        assertThat(value).endsWith("{queue=\"noise-tasks\"}");
        assertThat(Repository.text("docs/reference/metrics.md"))
                .contains("| `" + value.substring(0, value.indexOf('{')) + "` | gauge | with the label `queue`:");
    }

    /** The alerts are tested where they are written; here they are copied, word for word. */
    @Test
    void shouldHaveTheAlertsThatAreTested() throws Exception {
        Yaml rules = Yaml.documents(Repository.text("observability/rules.yml")).get(0);
        Yaml copy = Yaml.documents(Repository.text("k8s/components/monitoring/prometheus-rule.yaml"))
                .get(0);

        if (!rules.at("groups").equals(copy.at("spec", "groups"))) {
            Path renewed = Files.writeString(Repository.file("deployment/target/prometheus-rule.yaml"), renewed());
            throw new AssertionError(
                    "k8s/components/monitoring/prometheus-rule.yaml differs from observability/rules.yml;" + " copy "
                            + Repository.root().relativize(renewed) + " over it");
        }
    }

    @Test
    void shouldGiveEveryServiceItsOwnRights() {
        List<Yaml> users = Yaml.documents(Repository.text("k8s/components/strimzi/users.yaml"));

        assertThat(users)
                .extracting(user -> user.at("metadata", "name").text())
                .containsExactlyInAnyOrder(
                        "steadfast-topics",
                        "steadfast-streams",
                        "steadfast-worker",
                        "steadfast-gateway",
                        "steadfast-registry");
        assertThat(users).allSatisfy(user -> assertThat(
                        user.at("spec", "authorization", "acls").list())
                .isNotEmpty()
                .noneMatch(acl -> acl.at("operations").texts().contains("All"))
                .noneMatch(acl -> acl.at("resource", "name").text().equals("*")
                        && acl.at("operations").texts().stream()
                                .anyMatch(List.of("Read", "Write", "Delete")::contains)));
    }

    private static String renewed() {
        String copy = Repository.text("k8s/components/monitoring/prometheus-rule.yaml");
        String head = copy.substring(0, copy.indexOf("spec:\n") + "spec:\n".length());
        String rules = Repository.text("observability/rules.yml");
        String groups = rules.substring(rules.indexOf("\ngroups:") + 1);
        return head + groups.replaceAll("(?m)^(?=.)", "  ");
    }

    private static List<Yaml> containers(String overlay) throws Exception {
        List<Yaml> containers = new ArrayList<>();
        for (String kind : List.of("Deployment", "StatefulSet", "Job")) {
            for (Yaml workload : Manifests.rendered(overlay, kind)) {
                containers.addAll(
                        workload.at("spec", "template", "spec", "containers").list());
            }
        }
        assertThat(containers).hasSize(5);
        return containers;
    }

    private static Map<String, String> configuration(Yaml topic) {
        Map<String, String> configuration = new TreeMap<>();
        Yaml config = topic.at("spec", "config");
        config.keys().forEach(key -> configuration.put(key, config.at(key).text()));
        return configuration;
    }

    private static Map<String, String> configuration(Topic<?> topic) {
        String retention = Long.toString(topic.retention().toMillis());
        return new TreeMap<>(Map.of(
                "max.message.bytes",
                Integer.toString(topic.maxMessageBytes()),
                "cleanup.policy",
                topic.compacted() ? "compact" : "delete",
                topic.compacted() ? "max.compaction.lag.ms" : "retention.ms",
                retention));
    }

    private static List<String> keys(Yaml yaml, String prefix) {
        List<String> keys = new ArrayList<>();
        for (String key : yaml.keys()) {
            Yaml below = yaml.at(key);
            if (below.keys().isEmpty()) {
                keys.add(prefix + key);
            } else {
                keys.addAll(keys(below, prefix + key + "."));
            }
        }
        return keys;
    }
}
