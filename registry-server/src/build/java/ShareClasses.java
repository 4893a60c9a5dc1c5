import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Class data sharing for the schema registry: starts it once, and has the JVM write down the classes that this took, so that it starts in half the
 * time wherever the file is given to a JVM. Where that fails the registry starts as it did, so that no build fails of it.
 */
final class ShareClasses {

    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 60;

    private ShareClasses() {}

    /** Arguments: the folder that the registry was unpacked to, and the file to be written. */
    public static void main(String[] arguments) throws Exception {
        Path jar;
        try (Stream<Path> files =
                Files.find(Path.of(arguments[0]), 3, (path, attributes) -> path.toString().endsWith("-runner.jar"))) {
            jar = files.findFirst().orElseThrow().toAbsolutePath();
        }
        Path archive = Path.of(arguments[1]).toAbsolutePath();
        if (Files.exists(archive)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) >= 0) {
            return;
        }
        Path folder = Files.createTempDirectory("registry");
        try {
            Path written = folder.resolve("classes.jsa");
            if (startOnce(jar, folder, written) && Files.exists(written)) {
                Files.move(written, archive, StandardCopyOption.REPLACE_EXISTING);
            } else {
                System.err.println("the schema registry will start more slowly: its classes could not be shared");
            }
        } finally {
            delete(folder);
        }
    }

    private static boolean startOnce(Path jar, Path folder, Path archive) throws Exception {
        int port;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = any.getLocalPort();
        }
        Process registry = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:ArchiveClassesAtExit=" + archive,
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-Dapicurio.datasource.url=jdbc:h2:file:" + folder.resolve("schemas"),
                        "-jar",
                        jar.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            return answers(URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7/subjects"), registry)
                    && stops(registry);
        } finally {
            registry.destroyForcibly().waitFor();
        }
    }

    private static boolean answers(URI uri, Process registry) throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (registry.isAlive() && System.nanoTime() < end) {
            try {
                if (client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    return true;
                }
            } catch (IOException e) {
                // not yet
            }
            Thread.sleep(200);
        }
        return false;
    }

    private static boolean stops(Process registry) throws InterruptedException {
        registry.destroy(); // the classes are written on the way out
        return registry.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
