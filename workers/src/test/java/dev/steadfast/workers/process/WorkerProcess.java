package dev.steadfast.workers.process;

import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.workers.WorkerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A worker as a program: group, brokers, registry. Its shutdown hook is the one that every application with a worker needs. */
final class WorkerProcess {

    static final String LOG = "worker.log";

    private static final Path BUNDLE = Path.of("../models/zoo/cifar10").toAbsolutePath();
    private static final String BUNDLE_PROPERTY = "bundle";

    private WorkerProcess() {}

    public static void main(String[] arguments) {
        WorkerSettings settings = new WorkerSettings(
                arguments[0],
                "noise-tasks",
                "",
                "cpu",
                "auto",
                4,
                1_000_000,
                3,
                Duration.ofSeconds(30),
                20,
                true,
                "127.0.0.1",
                0);
        Map<String, String> kafka = Map.of("bootstrap.servers", arguments[1], SchemaRegistry.URL, arguments[2]);
        ModelBundle bundle = ModelBundle.open(Path.of(System.getProperty(BUNDLE_PROPERTY)));
        VoteWorker worker = VoteWorker.start(settings, bundle, kafka, new Meters());
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
        worker.stopped().join();
    }

    static ModelBundle bundle() {
        return ModelBundle.open(BUNDLE);
    }

    static Process start(Path folder, Deployment deployment) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-D" + BUNDLE_PROPERTY + "=" + BUNDLE,
                        WorkerProcess.class.getName(),
                        deployment.settings(1).group(),
                        deployment.kafka().get("bootstrap.servers"),
                        deployment.kafka().get(SchemaRegistry.URL))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(LOG).toFile())
                .start();
    }
}
