package dev.steadfast.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** Own images, unpacked into folders that stand for their root; the worker's with libtorch, which the tests' tarball lacks. */
final class UnpackedImages {

    /** An image and the folder with its files. */
    record Unpacked(ImageTarball image, Path root) {}

    private static final String LIBTORCH = "pytorch/cpu/linux-x86_64/";

    private final Path folder;
    private final Map<String, Unpacked> images = new HashMap<>();

    UnpackedImages(Path folder) {
        this.folder = folder;
    }

    Unpacked image(String role) throws IOException {
        Unpacked known = images.get(role);
        if (known != null) {
            return known;
        }
        ImageTarball image = ImageTarball.of(role);
        Path root = Files.createDirectories(folder.resolve(role));
        image.unpack(root);
        Files.createDirectories(root.resolve("tmp"));
        if (role.equals("worker")) {
            unpackLibtorch(Files.createDirectories(root.resolve("opt/libtorch")));
        }
        rewriteClassPath(root);
        Unpacked unpacked = new Unpacked(image, root);
        images.put(role, unpacked);
        return unpacked;
    }

    private static void rewriteClassPath(Path root) throws IOException {
        Path file = root.resolve("app/jib-classpath-file");
        String classPath = Files.readString(file).replaceAll("(^|:)/app/", "$1" + root + "/app/");
        Files.delete(file);
        Files.writeString(file, classPath);
    }

    private static void unpackLibtorch(Path target) throws IOException {
        Path jar = List.of(System.getProperty("java.class.path").split(":")).stream()
                .filter(element -> element.contains("pytorch-native-cpu"))
                .map(Path::of)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no libtorch on the class path"));
        try (JarFile libraries = new JarFile(jar.toFile())) {
            List<? extends ZipEntry> entries = libraries.stream()
                    .filter(entry -> entry.getName().startsWith(LIBTORCH) && !entry.isDirectory())
                    .toList();
            for (ZipEntry entry : entries) {
                try (InputStream content = libraries.getInputStream(entry)) {
                    Files.copy(content, target.resolve(entry.getName().substring(LIBTORCH.length())));
                }
            }
        }
    }
}
