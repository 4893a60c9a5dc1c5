package dev.steadfast.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The module table of the architecture: which module may see which, and who may see what library. */
class ArchitectureTest {

    private static final String AVRO = "org.apache.avro..";
    private static final String DJL = "ai.djl..";
    private static final String KAFKA_CLIENTS = "org.apache.kafka.clients..";
    private static final String KAFKA_COMMON = "org.apache.kafka.common..";
    private static final String KAFKA_STREAMS = "org.apache.kafka.streams..";
    private static final String MICROMETER = "io.micrometer..";
    private static final String VERTX = "io.vertx..";

    private static final ArchRule SETTINGS = module("settings", "org.yaml.snakeyaml..");

    private static final ArchRule SCHEMAS = module(
            "schemas", own("settings"), "dev.steadfast.avro..", AVRO, "io.confluent..", KAFKA_CLIENTS, KAFKA_COMMON);

    private static final ArchRule CONTRACTS = module("avro", AVRO);

    private static final ArchRule SMOOTHING =
            module("smoothing", "org.apache.commons.statistics..", "org.apache.commons.numbers..");

    private static final ArchRule IMAGES =
            module("images", "com.google.common..", "com.google.errorprone.annotations..");

    private static final ArchRule BUNDLES = module("bundles", own("settings"), "com.fasterxml.jackson..");

    private static final ArchRule DATASETS =
            module("datasets", own("images"), "com.fasterxml.jackson..", "org.apache.commons.compress..");

    private static final ArchRule MODELS = module("models", own("smoothing"), own("bundles"), DJL);

    private static final ArchRule EVALUATION = module(
            "evaluation",
            own("smoothing"),
            own("bundles"),
            own("models"),
            own("datasets"),
            own("plots"),
            "com.fasterxml.jackson..");

    private static final ArchRule PLOTS = module("plots", "org.jfree..", "de.erichseifert.vectorgraphics2d..");

    private static final ArchRule TRAINING = module(
            "training",
            own("smoothing"),
            own("bundles"),
            own("models"),
            own("datasets"),
            own("plots"),
            "com.fasterxml.jackson..",
            DJL);

    private static final ArchRule BROKER = module("broker", "kafka..", "org.apache.kafka..");

    private static final ArchRule MANAGEMENT = module(
            "management",
            KAFKA_CLIENTS,
            KAFKA_COMMON,
            MICROMETER,
            "com.fasterxml.jackson..",
            "com.sun.net.httpserver..",
            "io.prometheus.metrics..");

    private static final ArchRule WORKERS = module(
            "workers",
            own("settings"),
            own("schemas"),
            own("management"),
            MICROMETER,
            "dev.steadfast.avro..",
            own("smoothing"),
            own("bundles"),
            own("models"),
            AVRO,
            KAFKA_CLIENTS,
            KAFKA_COMMON);

    private static final ArchRule STREAMS = module(
            "streams",
            own("settings"),
            own("schemas"),
            own("management"),
            MICROMETER,
            "dev.steadfast.avro..",
            own("smoothing"),
            own("images"),
            own("bundles"),
            AVRO,
            KAFKA_CLIENTS,
            KAFKA_COMMON,
            KAFKA_STREAMS);

    private static final ArchRule GATEWAY = module(
            "gateway",
            own("settings"),
            own("schemas"),
            own("management"),
            "dev.steadfast.avro..",
            own("smoothing"),
            own("images"),
            AVRO,
            KAFKA_CLIENTS,
            KAFKA_COMMON,
            VERTX,
            "com.fasterxml.jackson.core..",
            "com.google.common.net..",
            "io.netty..",
            MICROMETER,
            "io.github.bucket4j..",
            "org.yaml.snakeyaml..");

    private static final ArchRule CAMERAS = module("standalone.camera", own("images"));

    private static final ArchRule STATISTICS_DO_NO_INPUT_OR_OUTPUT = noClasses()
            .that()
            .resideInAPackage(own("smoothing"))
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..", "org.slf4j..")
                            .or(nameMatching("java\\.io\\.File.*")));

    private static final ArchRule MODULES_HAVE_NO_CYCLES =
            slices().matching("dev.steadfast.(*)..").should().beFreeOfCycles();

    @TestFactory
    Stream<DynamicTest> shouldSeeOnlyWhatTheArchitectureAllows() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.steadfast");
        return Stream.of(
                        SETTINGS,
                        SCHEMAS,
                        CONTRACTS,
                        SMOOTHING,
                        IMAGES,
                        BUNDLES,
                        DATASETS,
                        MODELS,
                        PLOTS,
                        TRAINING,
                        EVALUATION,
                        BROKER,
                        MANAGEMENT,
                        WORKERS,
                        STREAMS,
                        GATEWAY,
                        CAMERAS,
                        STATISTICS_DO_NO_INPUT_OR_OUTPUT,
                        MODULES_HAVE_NO_CYCLES)
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(classes)));
    }

    private static String own(String module) {
        return "dev.steadfast." + module + "..";
    }

    private static ArchRule module(String name, String... others) {
        List<String> allowed =
                new ArrayList<>(List.of(own(name), "java..", "javax..", "org.jspecify..", "org.slf4j.."));
        allowed.addAll(Arrays.asList(others));
        return classes()
                .that()
                .resideInAPackage(own(name))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
                .as("module " + name + " sees only what the architecture allows");
    }
}
