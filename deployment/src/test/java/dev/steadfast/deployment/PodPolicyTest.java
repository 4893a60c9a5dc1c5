package dev.steadfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What every pod that we describe must have, in every overlay. */
class PodPolicyTest {

    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "Job");

    /** A rule for a workload. */
    private interface Rule {
        void check(Yaml workload);
    }

    @TestFactory
    Stream<DynamicTest> shouldRunWithNoMoreRightsThanItNeeds() throws Exception {
        return eachWorkload(workload -> {
            Yaml pod = pod(workload);
            assertThat(pod.at("automountServiceAccountToken").value()).isEqualTo(false);
            assertThat(pod.at("serviceAccountName").text()).isNotEmpty();
            assertThat(pod.at("securityContext", "runAsNonRoot").isTrue()).isTrue();
            assertThat(pod.at("securityContext", "runAsUser").number().orElse(0L))
                    .isPositive();
            assertThat(pod.at("securityContext", "seccompProfile", "type").text())
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.keys()).doesNotContain("hostNetwork", "hostPID", "hostIPC");
            assertThat(pod.at("volumes").list())
                    .noneMatch(volume -> volume.keys().contains("hostPath"));
            for (Yaml container : containers(workload)) {
                Yaml security = container.at("securityContext");
                assertThat(security.at("allowPrivilegeEscalation").value()).isEqualTo(false);
                assertThat(security.at("readOnlyRootFilesystem").isTrue()).isTrue();
                assertThat(security.at("capabilities", "drop").texts()).containsExactly("ALL");
            }
        });
    }

    /** A limit of CPU would only slow down; one of memory is a bound, and equal to what is asked for. */
    @TestFactory
    Stream<DynamicTest> shouldSayWhatItNeeds() throws Exception {
        return eachWorkload(workload -> {
            for (Yaml container : containers(workload)) {
                Yaml resources = container.at("resources");
                assertThat(resources.at("requests", "cpu").isPresent()).isTrue();
                assertThat(resources.at("limits", "memory").text())
                        .isNotEmpty()
                        .isEqualTo(resources.at("requests", "memory").text());
                assertThat(resources.at("limits", "ephemeral-storage").isPresent())
                        .isTrue();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldSayWhetherItIsWell() throws Exception {
        return eachWorkload(workload -> {
            for (Yaml container : containers(workload)) {
                if (workload.at("kind").text().equals("Job")) {
                    continue;
                }
                List<String> ports = container.at("ports").list().stream()
                        .map(port -> port.at("name").text())
                        .toList();
                for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                    String path = container.at(probe, "httpGet", "path").text();
                    assertThat(path)
                            .as(probe)
                            .isEqualTo(probe.equals("readinessProbe") ? "/health/ready" : "/health/live");
                    assertThat(ports)
                            .contains(container.at(probe, "httpGet", "port").text());
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldNameAVersionOfItsImage() throws Exception {
        return eachWorkload(workload -> assertThat(containers(workload))
                .extracting(container -> container.at("image").text())
                .allMatch(image -> image.matches(".+:.+") && !image.endsWith(":latest")));
    }

    @TestFactory
    Stream<DynamicTest> shouldSurviveTheLossOfANode() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (String overlay : Manifests.OVERLAYS) {
            List<Yaml> budgets = Manifests.rendered(overlay, "PodDisruptionBudget");
            for (Yaml workload : workloads(overlay)) {
                if (workload.at("kind").text().equals("Job")) {
                    continue;
                }
                tests.add(DynamicTest.dynamicTest(overlay + ": " + Manifests.name(workload), () -> {
                    Object labels =
                            workload.at("spec", "selector", "matchLabels").value();
                    assertThat(budgets)
                            .filteredOn(budget -> Objects.equals(
                                    budget.at("spec", "selector", "matchLabels").value(), labels))
                            .singleElement()
                            .satisfies(budget -> assertThat(
                                            budget.at("spec", "maxUnavailable").isPresent())
                                    .isTrue());
                    assertThat(pod(workload).at("topologySpreadConstraints").list())
                            .isNotEmpty()
                            .allSatisfy(spread -> assertThat(spread.at("labelSelector", "matchLabels")
                                            .value())
                                    .isEqualTo(labels));
                }));
            }
        }
        return tests.stream();
    }

    /** The topology commits for up to 30 s; a worker finishes its batch; a gateway its requests. */
    @TestFactory
    Stream<DynamicTest> shouldHaveTimeToStop() throws Exception {
        return eachWorkload(workload -> {
            long grace =
                    pod(workload).at("terminationGracePeriodSeconds").number().orElse(30L);
            switch (workload.at("metadata", "name").text()) {
                case "steadfast-streams" -> assertThat(grace).isGreaterThan(30);
                case "steadfast-worker" -> assertThat(grace).isGreaterThanOrEqualTo(60);
                case "steadfast-gateway" ->
                    assertThat(grace)
                            .isGreaterThan(containers(workload)
                                            .get(0)
                                            .at("lifecycle", "preStop", "sleep", "seconds")
                                            .number()
                                            .orElse(0L)
                                    + 30);
                default -> assertThat(grace).isGreaterThanOrEqualTo(30);
            }
        });
    }

    /** Kubernetes fills in $(NAME) only with what stands above it. */
    @TestFactory
    Stream<DynamicTest> shouldUseVariablesThatStandAbove() throws Exception {
        return eachWorkload(workload -> containers(workload).forEach(container -> {
            List<String> above = new ArrayList<>();
            for (Yaml variable : container.at("env").list()) {
                String value = variable.at("value").text();
                if (value.matches("\\$\\(\\w+\\)")) {
                    assertThat(above).contains(value.substring(2, value.length() - 1));
                }
                above.add(variable.at("name").text());
            }
        }));
    }

    /** Kubernetes' variables for the Service steadfast-gateway would be read as settings: STEADFAST_GATEWAY_PORT=tcp://... */
    @TestFactory
    Stream<DynamicTest> shouldNotBeToldOfServicesInTheEnvironment() throws Exception {
        return eachWorkload(workload ->
                assertThat(pod(workload).at("enableServiceLinks").value()).isEqualTo(false));
    }

    /** JNI libraries and PyTorch's glue are unpacked there. */
    @TestFactory
    Stream<DynamicTest> shouldHaveAWritableTemporaryFolder() throws Exception {
        return eachWorkload(workload -> containers(workload)
                .forEach(container -> assertThat(container.at("volumeMounts").list())
                        .anyMatch(mount -> mount.at("mountPath").text().equals("/tmp")
                                && !mount.at("readOnly").isTrue())));
    }

    private static Stream<DynamicTest> eachWorkload(Rule rule) throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (String overlay : Manifests.OVERLAYS) {
            for (Yaml workload : workloads(overlay)) {
                tests.add(
                        DynamicTest.dynamicTest(overlay + ": " + Manifests.name(workload), () -> rule.check(workload)));
            }
        }
        return tests.stream();
    }

    private static List<Yaml> workloads(String overlay) throws Exception {
        List<Yaml> workloads = Manifests.rendered(overlay).stream()
                .filter(object -> WORKLOADS.contains(object.at("kind").text()))
                .toList();
        assertThat(workloads).as("workloads of " + overlay).hasSizeGreaterThanOrEqualTo(5);
        return workloads;
    }

    private static Yaml pod(Yaml workload) {
        return workload.at("spec", "template", "spec");
    }

    private static List<Yaml> containers(Yaml workload) {
        return pod(workload).at("containers").list();
    }
}
