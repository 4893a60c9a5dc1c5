package dev.steadfast.standalone.doctor;

import dev.steadfast.schemas.RegistryException;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import dev.steadfast.standalone.command.KafkaClients;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether the registry answers, and knows the schemas that this version writes. Registers nothing. */
final class RegistryExamination implements Examination {

    private final Map<String, String> kafka;

    RegistryExamination(Map<String, String> kafka) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.put(SchemaRegistry.AUTO_REGISTER, "false");
    }

    @Override
    public List<Finding> look() {
        String url = kafka.getOrDefault(SchemaRegistry.URL, "");
        SchemaRegistry registry = KafkaClients.registry(kafka);
        List<String> unknown = new ArrayList<>();
        for (Topic<?> topic : Topics.ALL) {
            try {
                registry.idForWriting(topic.valueSubject(), topic.valueSchema());
            } catch (RegistryException e) {
                if (e.retriable()) {
                    return List.of(
                            Finding.problem(
                                    "registry",
                                    String.valueOf(e.getMessage()),
                                    "Is it running, and is this its address? kafka.schema.registry.url names it. Services that know their schemas go on without."));
                }
                unknown.add(topic.valueSubject());
            }
        }
        return List.of(
                unknown.isEmpty()
                        ? Finding.ok(
                                "registry", "%s knows the schemas of all %d topics".formatted(url, Topics.ALL.size()))
                        : Finding.problem(
                                "registry",
                                "%s does not know this version's schemas of %s"
                                        .formatted(url, String.join(", ", unknown)),
                                "`steadfast topics apply` registers them; run that of the newest version first."));
    }
}
