package dev.steadfast.streams;

import dev.steadfast.schemas.RegistryException;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the registry in advance for what the topology reads and writes: a first rejection, say, in an hour in which the registry is away, would hold up its
 * partition until it is back.
 */
final class LearnedSchemas {

    private static final Logger LOG = LoggerFactory.getLogger(LearnedSchemas.class);

    private LearnedSchemas() {}

    /** Begins to ask, in the background; what is refused is asked for again when it is needed. */
    static void learn(SchemaRegistry registry) {
        Thread thread = new Thread(() -> ask(registry), "schemas");
        thread.setDaemon(true);
        thread.start();
    }

    private static void ask(SchemaRegistry registry) {
        List<String> refused = new ArrayList<>();
        for (Topic<?> topic : Topics.ALL) {
            try {
                registry.learn(topic);
            } catch (RegistryException e) {
                refused.add("%s: %s".formatted(topic.name(), e.getMessage()));
            }
        }
        if (!refused.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("refused", refused)
                    .log("Some schemas are not known in advance, and cannot be used for the first time while the registry is away");
        }
    }
}
