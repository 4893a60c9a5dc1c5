package dev.steadfast.deployment;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.List;

/** Programs of this machine that tests use where they are there. */
final class Tools {

    private Tools() {}

    /** Docker's plugin, or Debian's docker-compose. */
    static List<String> compose() throws InterruptedException {
        if (runs("docker", "compose", "version")) {
            return List.of("docker", "compose");
        }
        if (runs("docker-compose", "version")) {
            return List.of("docker-compose");
        }
        return missing("docker compose", "docker-compose");
    }

    /** With components (kustomize 4.1 or later). */
    static List<String> kustomize() throws InterruptedException {
        if (runs("kustomize", "version")) {
            return List.of("kustomize", "build");
        }
        if (runs("kubectl", "kustomize", "--help")) {
            return List.of("kubectl", "kustomize");
        }
        return missing("kustomize or kubectl", "kubernetes-client");
    }

    private static List<String> missing(String tool, String debianPackage) {
        String reason = "skipped: " + tool + " is not installed (Debian: " + debianPackage + ")";
        System.err.println(reason);
        return abort(reason);
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
