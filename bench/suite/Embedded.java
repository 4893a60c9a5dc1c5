import dev.steadfast.broker.EmbeddedBroker;
import dev.steadfast.management.Meters;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.standalone.services.TopicsCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A broker in this JVM with the product's topics, and a registry of its own. */
final class Embedded {
    private static final String REGISTRY = "mock://bench";

    private Embedded() {}

    interface Work {
        void run(Settings settings, Resources resources, Meters meters) throws Exception;
    }

    /** Does the work, and ends this JVM. */
    static void during(Work work) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("steadfast-bench-");
        int status = Resources.closedAtTheEndOf(resources -> {
            EmbeddedBroker broker = resources.start(() -> EmbeddedBroker.start(folder.resolve("kafka"), 0));
            Settings settings = new SettingsOptions()
                    .load()
                    .with(SettingsOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers())
                    .with(SettingsOptions.REGISTRY_URL, REGISTRY);
            TopicsCommand.apply(settings);
            try {
                work.run(settings, resources, resources.start(Meters::new));
                return 0;
            } catch (Exception e) {
                e.printStackTrace();
                return 1;
            }
        });
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
        System.exit(status);
    }
}
