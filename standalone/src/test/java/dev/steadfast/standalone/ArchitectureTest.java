package dev.steadfast.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.steadfast.standalone.command.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The module table of the architecture: which module may see which, and who may see what library. */
class ArchitectureTest {

    private static final String AVRO = "org.apache.avro..";
    private static final String DJL = "ai.djl..";
    private static final String GUAVA_THREADS = "com.google.common.util.concurrent..";
    private static final String KAFKA_CLIENTS = "org.apache.kafka.clients..";
    private static final String KAFKA_COMMON = "org.apache.kafka.common..";
    private static final String KAFKA_STREAMS = "org.apache.kafka.streams..";
    private static final String MICROMETER = "io.micrometer..";
    private static final String VERTX = "io.vertx..";

    private static final Module SETTINGS = module("settings", "org.yaml.snakeyaml..");

    private static final Module SCHEMAS = module(
            "schemas",
            own("settings"),
            own("smoothing"),
            "dev.steadfast.avro..",
            AVRO,
            "io.confluent..",
            KAFKA_CLIENTS,
            KAFKA_COMMON);

    private static final Module CONTRACTS = module("avro", AVRO);

    private static final Module SMOOTHING =
            module("smoothing", "org.apache.commons.statistics..", "org.apache.commons.numbers..");

    private static final Module FILES = module("files");

    private static final Module IMAGES = module("images", "com.google.common..", "com.google.errorprone.annotations..");

    private static final Module BUNDLES =
            module("bundles", own("files"), own("images"), own("settings"), "com.fasterxml.jackson..");

    private static final Module DATASETS =
            module("datasets", own("images"), "com.fasterxml.jackson..", "org.apache.commons.compress..");

    private static final Module INTEGERS = module("integers", own("bundles"), own("smoothing"));

    private static final Module MODELS = module("models", own("smoothing"), own("bundles"), own("integers"), DJL);

    private static final Module QUANTISATION =
            module("quantisation", own("smoothing"), own("bundles"), own("integers"), own("models"), DJL);

    private static final Module EVALUATION = module(
            "evaluation",
            own("files"),
            own("smoothing"),
            own("bundles"),
            own("models"),
            own("datasets"),
            own("plots"),
            "com.fasterxml.jackson..");

    private static final Module PLOTS = module("plots", "org.jfree..", "de.erichseifert.vectorgraphics2d..");

    private static final Module TRAINING = module(
            "training",
            own("files"),
            own("smoothing"),
            own("bundles"),
            own("models"),
            own("datasets"),
            own("plots"),
            "com.fasterxml.jackson..",
            DJL);

    private static final Module BROKER = module("broker", "kafka..", "org.apache.kafka..");

    private static final Module MANAGEMENT = module(
            "management",
            KAFKA_CLIENTS,
            KAFKA_COMMON,
            MICROMETER,
            "com.fasterxml.jackson..",
            "com.sun.net.httpserver..",
            "io.prometheus.metrics..");

    private static final Module WORKERS = module(
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

    private static final Module STREAMS = module(
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
            "com.google.common.collect..",
            "com.google.common.hash..",
            GUAVA_THREADS,
            KAFKA_CLIENTS,
            KAFKA_COMMON,
            KAFKA_STREAMS);

    private static final Module GATEWAY = module(
            "gateway",
            own("files"),
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
            GUAVA_THREADS,
            "io.netty..",
            MICROMETER,
            "io.github.bucket4j..",
            "org.yaml.snakeyaml..");

    private static final Module CHAOS = module(
            "chaos",
            own("broker"),
            own("schemas"),
            own("smoothing"),
            "dev.steadfast.avro..",
            AVRO,
            KAFKA_CLIENTS,
            KAFKA_COMMON,
            "com.fasterxml.jackson..");

    private static final Module CAMERAS = module("standalone.camera", own("images"));

    private static final ArchRule STATISTICS_DO_NO_INPUT_OR_OUTPUT = noClasses()
            .that()
            .resideInAPackage(own("smoothing"))
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..", "org.slf4j..")
                            .or(nameMatching("java\\.io\\.File.*")));

    private static final ArchRule MODULES_HAVE_NO_CYCLES =
            slices().matching("dev.steadfast.(*)..").should().beFreeOfCycles();

    /** Whoever reads a package need not know those that use it. */
    private static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.steadfast.(**)").should().beFreeOfCycles();

    private static final List<Module> MODULES = List.of(
            SETTINGS,
            SCHEMAS,
            SMOOTHING,
            FILES,
            IMAGES,
            BUNDLES,
            DATASETS,
            INTEGERS,
            MODELS,
            QUANTISATION,
            PLOTS,
            TRAINING,
            EVALUATION,
            BROKER,
            MANAGEMENT,
            WORKERS,
            STREAMS,
            GATEWAY,
            CHAOS);

    private static final Path PAGE = Home.folder().resolve("docs/explanation/architecture.md");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");

    /** In the page's table: the module, why it is there, what of ours it may use. */
    private static final Pattern ROW = Pattern.compile("\\| `([a-z]+)` \\| [^|]+ \\| ([^|]*) \\|");

    @Test
    void shouldBeAsThePageSays() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), words(row.group(2)));
            }
        }
        Map<String, Set<String>> allowed = new TreeMap<>();
        MODULES.forEach(module -> allowed.put(module.name(), module.uses()));

        assertThat(documented).isEqualTo(allowed);
    }

    @Test
    void shouldLeadToClassesThatAreThere() throws IOException {
        assertThat(LINK.matcher(Files.readString(PAGE)).results().map(link -> PAGE.resolveSibling(link.group(1))
                        .normalize()))
                .hasSizeGreaterThan(40)
                .allSatisfy(file -> assertThat(file).exists());
    }

    private static Set<String> words(String cell) {
        return Pattern.compile("`([a-z]+)`")
                .matcher(cell)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @TestFactory
    Stream<DynamicTest> shouldSeeOnlyWhatTheArchitectureAllows() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.steadfast");
        return Stream.concat(
                        Stream.concat(MODULES.stream(), Stream.of(CONTRACTS, CAMERAS))
                                .map(Module::rule),
                        Stream.of(STATISTICS_DO_NO_INPUT_OR_OUTPUT, MODULES_HAVE_NO_CYCLES, PACKAGES_HAVE_NO_CYCLES))
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(classes)));
    }

    private static String own(String module) {
        return "dev.steadfast." + module + "..";
    }

    private static Module module(String name, String... others) {
        return new Module(name, List.of(others));
    }

    /**
     * What a module may see.
     *
     * @param others packages beside its own and the JDK's
     */
    private record Module(String name, List<String> others) {

        /** Our modules among them. What is generated from the contracts belongs to the module of the contracts. */
        Set<String> uses() {
            return others.stream()
                    .filter(other -> other.startsWith("dev.steadfast.") && !other.contains(".avro."))
                    .map(other -> other.substring("dev.steadfast.".length(), other.length() - "..".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        ArchRule rule() {
            List<String> allowed =
                    new ArrayList<>(List.of(own(name), "java..", "javax..", "org.jspecify..", "org.slf4j.."));
            allowed.addAll(others);
            return classes()
                    .that()
                    .resideInAPackage(own(name))
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
                    .as("module " + name + " sees only what the architecture allows");
        }
    }
}
