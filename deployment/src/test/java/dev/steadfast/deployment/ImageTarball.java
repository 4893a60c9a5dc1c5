package dev.steadfast.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as {@code docker load} takes it.
 *
 * @param config what the image says of itself
 * @param layers compressed, in their order
 * @param entries the folders and files of all layers
 */
record ImageTarball(JsonNode config, List<byte[]> layers, List<TarArchiveEntry> entries) {

    private static final ObjectMapper JSON = new ObjectMapper();

    private interface Visitor {
        void visit(TarArchiveEntry entry, InputStream content) throws IOException;
    }

    /** The image of a role, which the build of {@code containers} has made, without a base and without libtorch. */
    static ImageTarball of(String role) {
        Path tarball = Repository.file("containers/" + role + "/target/image.tar");
        Map<String, byte[]> files = new HashMap<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(tarball)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), tar.readAllBytes());
            }
            JsonNode manifest = JSON.readTree(files.get("manifest.json")).get(0);
            List<byte[]> layers = new ArrayList<>();
            manifest.get("Layers").forEach(layer -> layers.add(content(files, layer.asText())));
            List<TarArchiveEntry> entries = new ArrayList<>();
            visit(layers, (entry, content) -> entries.add(entry));
            return new ImageTarball(
                    JSON.readTree(content(files, manifest.get("Config").asText())), layers, entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] content(Map<String, byte[]> files, String name) {
        byte[] content = files.get(name);
        if (content == null) {
            throw new AssertionError("the tarball lacks " + name);
        }
        return content;
    }

    private static void visit(List<byte[]> layers, Visitor visitor) throws IOException {
        for (byte[] layer : layers) {
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    visitor.visit(entry, tar);
                }
            }
        }
    }

    /** The paths of all files. */
    List<String> paths() {
        return entries.stream()
                .filter(entry -> !entry.isDirectory())
                .map(entry -> "/" + entry.getName())
                .toList();
    }

    /** The content of a small file; empty if there is none. */
    Optional<String> text(String path) throws IOException {
        List<String> found = new ArrayList<>();
        visit(layers, (entry, content) -> {
            if (("/" + entry.getName()).equals(path)) {
                found.add(new String(content.readAllBytes(), StandardCharsets.UTF_8));
            }
        });
        return found.stream().findFirst();
    }

    /** Writes all files below a folder. */
    void unpack(Path root) throws IOException {
        visit(layers, (entry, content) -> {
            Path target = root.resolve(entry.getName()).normalize();
            if (!target.startsWith(root)) {
                throw new AssertionError(entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else {
                Files.createDirectories(target.getParent());
                Files.copy(content, target);
            }
        });
    }

    List<String> entrypoint() {
        return texts("Entrypoint");
    }

    List<String> command() {
        return texts("Cmd");
    }

    String user() {
        return config.at("/config/User").asText();
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : texts("Env")) {
            String[] parts = variable.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return environment;
    }

    private List<String> texts(String key) {
        return StreamSupport.stream(config.at("/config/" + key).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
