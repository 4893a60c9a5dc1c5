package dev.steadfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * KEDA's objects against KEDA's published types. They are to be had from npm only, as TypeScript, whose compiler refuses a literal with a field
 * that its type has not.
 */
class KedaSchemaTest {

    private static final Path TYPES = Repository.file("deployment/target/keda");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How a run of the compiler ended. */
    private record Compiled(int status, String output) {}

    @BeforeAll
    static void fetchTypes() throws Exception {
        if (Files.exists(TYPES.resolve("node_modules/.bin/tsc"))) {
            return;
        }
        Files.createDirectories(TYPES);
        Compiled install = run(
                "npm",
                "install",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--no-save",
                "--prefix",
                ".",
                "@kubernetes-models/keda@2.0.0",
                "typescript@5.9.2");
        if (install.status() != 0) {
            Tools.skip("KEDA's types could not be fetched with npm: " + install.output());
        }
    }

    @Test
    void shouldHaveOnlyFieldsThatThereAre() throws Exception {
        Yaml scaled = Yaml.documents(Repository.text("k8s/components/keda/scaled-object.yaml"))
                .get(0);

        Compiled compiled = compile(JSON.writeValueAsString(scaled.value()));

        assertThat(compiled.status()).as(compiled.output()).isZero();
    }

    @Test
    void shouldRefuseAFieldThatThereIsNot() throws Exception {
        Compiled compiled = compile("""
                {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject",
                 "spec": {"scaleTargetRef": {"name": "a"}, "minReplicas": 0, "triggers": [{"type": "a", "metadata": {}}]}}
                """);

        assertThat(compiled.status()).isNotZero();
        assertThat(compiled.output()).contains("'\"minReplicas\"' does not exist");
    }

    private static Compiled compile(String json) throws Exception {
        Files.writeString(TYPES.resolve("check.ts"), """
                import type { IScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
                export const scaled: IScaledObject = %s;
                """.formatted(json));
        return run(
                "node_modules/.bin/tsc",
                "--noEmit",
                "--strict",
                "--skipLibCheck",
                "--module",
                "nodenext",
                "--moduleResolution",
                "nodenext",
                "check.ts");
    }

    private static Compiled run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(TYPES.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Compiled(process.waitFor(), output);
        } catch (IOException e) {
            return new Compiled(127, String.valueOf(e.getMessage()));
        }
    }
}
