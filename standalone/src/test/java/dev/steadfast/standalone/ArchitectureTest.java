package dev.steadfast.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The module table of the architecture: which module may see which, and who may see what library. */
@AnalyzeClasses(packages = "dev.steadfast", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String AVRO = "org.apache.avro..";
    private static final String DJL = "ai.djl..";
    private static final String KAFKA_CLIENTS = "org.apache.kafka.clients..";
    private static final String KAFKA_COMMON = "org.apache.kafka.common..";
    private static final String KAFKA_STREAMS = "org.apache.kafka.streams..";
    private static final String VERTX = "io.vertx..";

    @ArchTest
    static final ArchRule settings = module("settings", "org.yaml.snakeyaml..");

    @ArchTest
    static final ArchRule schemas = module(
            "schemas", own("settings"), "dev.steadfast.avro..", AVRO, "io.confluent..", KAFKA_CLIENTS, KAFKA_COMMON);

    @ArchTest
    static final ArchRule contracts = module("avro", AVRO);

    @ArchTest
    static final ArchRule smoothing = module("smoothing", "org.apache.commons.statistics..");

    @ArchTest
    static final ArchRule bundles = module("bundles", own("settings"), "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule models = module("models", own("smoothing"), own("bundles"), DJL);

    @ArchTest
    static final ArchRule broker = module("broker", "kafka..", "org.apache.kafka..");

    @ArchTest
    static final ArchRule workers = module(
            "workers",
            own("settings"),
            own("schemas"),
            "dev.steadfast.avro..",
            own("smoothing"),
            own("bundles"),
            own("models"),
            AVRO,
            KAFKA_CLIENTS,
            KAFKA_COMMON);

    @ArchTest
    static final ArchRule streams = module(
            "streams",
            own("settings"),
            own("schemas"),
            "dev.steadfast.avro..",
            own("smoothing"),
            own("bundles"),
            AVRO,
            KAFKA_CLIENTS,
            KAFKA_COMMON,
            KAFKA_STREAMS);

    @ArchTest
    static final ArchRule gateway = module(
            "gateway",
            own("settings"),
            own("schemas"),
            "dev.steadfast.avro..",
            AVRO,
            KAFKA_CLIENTS,
            KAFKA_COMMON,
            VERTX,
            "io.netty..");

    @ArchTest
    static final ArchRule statisticsDoNoInputOrOutput = noClasses()
            .that()
            .resideInAPackage(own("smoothing"))
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.net..", "java.nio.file..", "org.slf4j.."));

    @ArchTest
    static final ArchRule modulesHaveNoCycles =
            slices().matching("dev.steadfast.(*)..").should().beFreeOfCycles();

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
