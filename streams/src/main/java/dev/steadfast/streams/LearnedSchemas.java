package dev.steadfast.streams;

import dev.steadfast.schemas.RegistryException;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the registry in advance for what the topology reads and writes: a first rejection, say, in an hour in which the registry is away, would hold up its
 * partition until it is back.
 */
final class LearnedSchemas {

    private static final Logger LOG = LoggerFactory.getLogger(LearnedSchemas.class);

    private LearnedSchemas() {}

    /**
     * Begins to ask, in the background; what is refused is asked for again when it is needed.
     *
     * @param ofState schemas of the topology's state, by their subjects
     */
    static void learn(SchemaRegistry registry, Map<String, Schema> ofState) {
        Map<String, Schema> all = new HashMap<>(ofState);
        Topics.ALL.forEach(topic -> all.put(topic.valueSubject(), topic.valueSchema()));
        Thread thread = new Thread(() -> ask(registry, all), "schemas");
        thread.setDaemon(true);
        thread.start();
    }

    private static void ask(SchemaRegistry registry, Map<String, Schema> schemas) {
        List<String> refused = new ArrayList<>();
        schemas.forEach((subject, schema) -> {
            try {
                registry.learn(subject, schema);
            } catch (RegistryException e) {
                refused.add(String.valueOf(e.getMessage()));
            }
        });
        if (!refused.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("refused", refused)
                    .log(
                            "Some schemas are not known in advance, and cannot be used for the first time while the registry is away");
        }
    }
}
