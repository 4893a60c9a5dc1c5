package dev.steadfast.deployment;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of this machine that tests use where they are there. */
final class Tools {

    private Tools() {}

    /** Docker's plugin, or Debian's docker-compose. */
    static List<String> compose() {
        if (output("docker", "compose", "version").contains("version")) {
            return List.of("docker", "compose");
        }
        if (output("docker-compose", "version").contains("version")) {
            return List.of("docker-compose");
        }
        return skip("docker compose is not installed (Debian: docker-compose)");
    }

    /** Kustomize, or a kubectl that has a late one in it; the one in Debian's, of 1.20, knows no components. */
    static List<String> kustomize() {
        if (output("kustomize", "version").contains("v5")) {
            return List.of("kustomize", "build");
        }
        if (output("kubectl", "version", "--client", "-o", "yaml").contains("kustomizeVersion: v5")) {
            return List.of("kubectl", "kustomize");
        }
        return skip("neither kustomize 5 nor a kubectl with it (1.27 or later) is installed");
    }

    /** Skips the test, and says so where people look. */
    static List<String> skip(String reason) {
        System.err.println("skipped: " + reason);
        return abort(reason);
    }

    /** What a program prints; nothing where there is no such program. */
    private static String output(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
