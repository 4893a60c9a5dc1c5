package dev.steadfast.broker;

import java.nio.file.Path;
import org.apache.kafka.common.utils.Exit;

/** A process with a broker, which ends as Kafka ends it when its disk is full. */
final class HaltingBroker {

    private HaltingBroker() {}

    public static void main(String... arguments) {
        EmbeddedBroker.start(Path.of(arguments[0]), 0);
        Exit.halt(3);
    }
}
