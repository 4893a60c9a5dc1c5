package dev.steadfast.standalone.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.gateway.GatewaySettings;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.TopicSettings;
import dev.steadfast.schemas.Topics;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.standalone.services.TopicsCommand;
import dev.steadfast.streams.StreamsSettings;
import dev.steadfast.streams.transactions.DeploymentTransactions;
import dev.steadfast.workers.WorkerSettings;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what is wrong with a deployment. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at this machine, the bundle, Kafka, the registry and the services, and says what is wrong and what to do. It changes nothing.",
            "",
            "Give it the settings of the service that has trouble, and run it where that service runs."
        },
        footer = {"", "Exit status: 0 if there is no problem, else 1."})
public final class DoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "One JSON object: findings, each with level, subject, seen and advice.")
    private boolean json;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    private final List<Finding> findings = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = options.load();
        look(new MachineExamination());
        look(new BundleExamination(settings));
        try (Brokers brokers = new Brokers(settings.kafka())) {
            Finding kafka = BrokersExamination.of(brokers, settings.kafka());
            tell(kafka);
            if (kafka.level() != Finding.Level.PROBLEM) {
                inKafka(brokers, settings);
            }
        }
        look(new RegistryExamination(settings.kafka()));
        look(new ClockExamination(settings.kafka().getOrDefault(SchemaRegistry.URL, ""), Clock.systemUTC()));
        look(new ServicesExamination(ports(settings)));
        long problems = findings.stream()
                .filter(finding -> finding.level() == Finding.Level.PROBLEM)
                .count();
        conclude(problems);
        return problems == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void inKafka(Brokers brokers, Settings settings) throws InterruptedException {
        List<WorkerSettings> workers = new ArrayList<>();
        var queues = TopicsCommand.queues(settings);
        queues.forEach(
                queue -> workers.add(settings.with("worker.queue", queue.name()).bind(WorkerSettings.class)));
        String application = settings.bind(StreamsSettings.class).applicationId();
        look(new TopicsExamination(
                brokers,
                Stream.concat(Topics.ALL.stream(), queues.stream()).distinct().toList(),
                settings.bind(TopicSettings.class)));
        look(new GroupsExamination(brokers, workers, application));
        look(new TransactionsExamination(brokers, application, DeploymentTransactions.timeout(settings.kafka())));
    }

    private static Map<String, Integer> ports(Settings settings) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("topology", settings.bind(StreamsSettings.class).managementPort());
        ports.put("worker", settings.bind(WorkerSettings.class).managementPort());
        ports.put("gateway", settings.bind(GatewaySettings.class).managementPort());
        return ports;
    }

    private void look(Examination examination) throws InterruptedException {
        try {
            examination.look().forEach(this::tell);
        } catch (KafkaException e) {
            tell(Finding.problem(
                    "kafka",
                    "it does not tell what it was asked: " + e.getMessage(),
                    "A user that may not describe topics, groups and their configuration sees less than there is."));
        }
    }

    private void tell(Finding finding) {
        findings.add(finding);
        if (!json) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%-8s %-13s %s%n", finding.level().word(), finding.subject(), finding.seen());
            if (!finding.advice().isEmpty()) {
                out.printf("%-8s %-13s %s%n", "", "", finding.advice());
            }
            out.flush();
        }
    }

    private void conclude(long problems) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode all = new ObjectMapper().createObjectNode().put("problems", problems);
            ArrayNode list = all.putArray("findings");
            for (Finding finding : findings) {
                list.addObject()
                        .put("level", finding.level().word())
                        .put("subject", finding.subject())
                        .put("seen", finding.seen())
                        .put("advice", finding.advice());
            }
            out.println(all);
        } else {
            out.println(problems == 0 ? "No problem found." : problems == 1 ? "One problem." : problems + " problems.");
        }
        out.flush();
    }
}
