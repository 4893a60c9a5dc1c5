package dev.steadfast.broker;

import java.nio.file.Path;
import org.apache.kafka.common.utils.Exit;

/** A process with a broker and a child process, which ends as Kafka ends it when its disk is full. */
final class HaltingBroker {

    private HaltingBroker() {}

    public static void main(String... arguments) throws Exception {
        EmbeddedBroker.start(Path.of(arguments[0]), 0);
        System.out.println(new ProcessBuilder("sleep", "600").start().pid());
        Exit.halt(3);
    }
}
