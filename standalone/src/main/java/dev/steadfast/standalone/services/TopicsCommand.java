package dev.steadfast.standalone.services;

import dev.steadfast.avro.NoiseTask;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.TopicProvisioner;
import dev.steadfast.schemas.TopicSettings;
import dev.steadfast.schemas.Topics;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.command.KafkaClients;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.workers.WorkerGroup;
import dev.steadfast.workers.WorkerSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes what the services need to find. */
@Command(
        name = "topics",
        description = "The topics, their schemas, and the workers' group.",
        mixinStandardHelpOptions = true)
public final class TopicsCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "apply",
            description =
                    "Makes the topics that are missing, registers their schemas (BACKWARD compatible), and sets up the"
                            + " workers' share group; with routing.file also the queue and the group of each bundle. What"
                            + " exists is left as it is, so it can be run again.",
            mixinStandardHelpOptions = true)
    int apply(@Mixin SettingsOptions options) throws InterruptedException {
        Settings settings = options.load();
        List<Topic<NoiseTask>> queues = queues(settings);
        List<String> made = apply(settings, queues);
        var out = spec.commandLine().getOut();
        Stream.concat(Topics.ALL.stream(), queues.stream())
                .distinct()
                .forEach(topic ->
                        out.printf("%-22s %s%n", topic.name(), made.contains(topic.name()) ? "made" : "was there"));
        out.flush();
        return 0;
    }

    /** Applies the settings' topics. */
    public static List<String> apply(Settings settings) throws InterruptedException {
        return apply(settings, queues(settings));
    }

    /** {@return the queues of the bundles that the settings name} */
    public static List<Topic<NoiseTask>> queues(Settings settings) {
        return ServedBundles.queues(settings).stream().map(TaskQueues::topic).toList();
    }

    private static List<String> apply(Settings settings, List<Topic<NoiseTask>> queues) throws InterruptedException {
        Map<String, Object> kafka = new HashMap<>(settings.kafka());
        try (Admin admin = Admin.create(kafka)) {
            List<String> made = new TopicProvisioner(admin, SchemaRegistry.connect(kafka))
                    .apply(settings.bind(TopicSettings.class), queues);
            for (Topic<NoiseTask> queue : queues) {
                new WorkerGroup(
                                admin,
                                settings.with("worker.queue", queue.name()).bind(WorkerSettings.class))
                        .apply();
            }
            return made;
        } catch (KafkaException e) {
            if (e.getCause() instanceof TimeoutException timeout) {
                throw KafkaClients.unreachable(KafkaClients.brokers(settings.kafka()), timeout);
            }
            throw e;
        }
    }
}
