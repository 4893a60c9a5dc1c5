package dev.steadfast.deployment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is in {@code k8s/}: as it stands there, and as kustomize puts it together. */
final class Manifests {

    static final List<String> OVERLAYS = List.of("dev", "prod", "gpu");

    private static final Map<String, List<Yaml>> RENDERED = new HashMap<>();

    private Manifests() {}

    /** The objects of an overlay; the test is skipped where there is no kustomize. */
    static synchronized List<Yaml> rendered(String overlay) throws Exception {
        List<Yaml> known = RENDERED.get(overlay);
        if (known != null) {
            return known;
        }
        List<String> command = new ArrayList<>(Tools.kustomize());
        command.add(Repository.file("k8s/overlays/" + overlay).toString());
        Path errors = Files.createTempFile("kustomize", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(Files.readString(errors));
            }
            List<Yaml> objects = Yaml.documents(text);
            RENDERED.put(overlay, objects);
            return objects;
        } finally {
            Files.delete(errors);
        }
    }

    /** The objects of an overlay that are of this kind. */
    static List<Yaml> rendered(String overlay, String kind) throws Exception {
        return rendered(overlay).stream()
                .filter(object -> object.at("kind").text().equals(kind))
                .toList();
    }

    /** The files with objects, or patches of them. */
    static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Repository.file("k8s"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml") && !file.endsWith("base/steadfast.yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** "kind/name". */
    static String name(Yaml object) {
        return object.at("kind").text() + "/" + object.at("metadata", "name").text();
    }
}
