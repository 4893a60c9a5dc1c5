package dev.steadfast.standalone.doctor;

import static dev.steadfast.standalone.doctor.Brokers.answer;

import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.TopicProvisioner;
import dev.steadfast.schemas.TopicSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Whether the topics are there, as the services want them, with all their replicas. */
final class TopicsExamination implements Examination {

    private static final String SUBJECT = "topics";

    private final Brokers brokers;
    private final List<Topic<?>> wanted;
    private final TopicSettings settings;

    TopicsExamination(Brokers brokers, Collection<? extends Topic<?>> wanted, TopicSettings settings) {
        this.brokers = brokers;
        this.wanted = List.copyOf(wanted);
        this.settings = settings;
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        Set<String> present = answer(brokers.admin().listTopics().names());
        List<Topic<?>> here =
                wanted.stream().filter(topic -> present.contains(topic.name())).toList();
        List<Finding> findings = new ArrayList<>();
        if (here.size() < wanted.size()) {
            findings.add(Finding.problem(
                    SUBJECT,
                    "missing, or not to be seen by this user: "
                            + wanted.stream()
                                    .map(Topic::name)
                                    .filter(name -> !present.contains(name))
                                    .collect(Collectors.joining(", ")),
                    "`steadfast topics apply` makes them."));
        }
        List<String> names = here.stream().map(Topic::name).toList();
        Map<String, TopicDescription> descriptions =
                new TreeMap<>(answer(brokers.admin().describeTopics(names).allTopicNames()));
        findings.addAll(partitions(descriptions));
        findings.addAll(configurations(here));
        if (findings.isEmpty()) {
            findings.add(Finding.ok(
                    SUBJECT,
                    "all %d, of %d partitions each, with all replicas".formatted(here.size(), settings.partitions())));
        }
        return findings;
    }

    private List<Finding> partitions(Map<String, TopicDescription> descriptions) {
        List<Finding> findings = new ArrayList<>();
        List<String> otherwise = new ArrayList<>();
        List<String> leaderless = new ArrayList<>();
        List<String> behind = new ArrayList<>();
        descriptions.forEach((name, description) -> {
            if (description.partitions().size() != settings.partitions()) {
                otherwise.add(
                        "%s has %d".formatted(name, description.partitions().size()));
            }
            for (TopicPartitionInfo partition : description.partitions()) {
                if (partition.leader() == null || partition.leader().isEmpty()) {
                    leaderless.add(name + "-" + partition.partition());
                } else if (partition.isr().size() < partition.replicas().size()) {
                    behind.add(name + "-" + partition.partition());
                }
            }
        });
        if (!otherwise.isEmpty()) {
            findings.add(
                    Finding.problem(
                            SUBJECT,
                            "topics.partitions is %d, but %s"
                                    .formatted(settings.partitions(), String.join(", ", otherwise)),
                            "Set topics.partitions to what all of them have: a frame and its votes must meet in the same partition."));
        }
        if (!leaderless.isEmpty()) {
            findings.add(Finding.problem(
                    SUBJECT, "without a leader: " + first(leaderless), "Start the brokers that hold them."));
        }
        if (!behind.isEmpty()) {
            findings.add(Finding.warning(
                    SUBJECT,
                    "replicas are missing or behind: " + first(behind),
                    "Look at the brokers that hold them: one more lost may stop writes."));
        }
        return findings;
    }

    private List<Finding> configurations(List<Topic<?>> here) throws InterruptedException {
        Map<ConfigResource, Config> told = answer(brokers.admin()
                .describeConfigs(here.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                        .toList())
                .all());
        List<String> others = new ArrayList<>();
        for (Topic<?> topic : here) {
            Config config = told.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()));
            TopicProvisioner.configuration(topic).forEach((key, value) -> {
                ConfigEntry entry = config == null ? null : config.get(key);
                if (entry != null && !suffices(key, entry.value(), value)) {
                    others.add("%s: %s is %s, not %s".formatted(topic.name(), key, entry.value(), value));
                }
            });
        }
        return others.isEmpty()
                ? List.of()
                : List.of(
                        Finding.warning(
                                SUBJECT,
                                first(others),
                                "Alter them (kafka-configs.sh --alter): too short a retention loses what frames under way need, too small a record is refused."));
    }

    /** Whether a topic that has one value does for what another was made for: longer and larger do. */
    private static boolean suffices(String key, String is, String made) {
        return switch (key) {
            case TopicConfig.RETENTION_MS_CONFIG ->
                Long.parseLong(is) == -1 || Long.parseLong(is) >= Long.parseLong(made);
            case TopicConfig.MAX_MESSAGE_BYTES_CONFIG -> Long.parseLong(is) >= Long.parseLong(made);
            case TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG -> true; // a matter of disk
            default -> is.equals(made);
        };
    }

    private static String first(List<String> all) {
        int most = 4;
        return all.size() <= most
                ? String.join(", ", all)
                : "%s, and %d more".formatted(String.join(", ", all.subList(0, most)), all.size() - most);
    }
}
