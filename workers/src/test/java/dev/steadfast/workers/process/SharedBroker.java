package dev.steadfast.workers.process;

import dev.steadfast.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One broker for all tests of this JVM: its first share group takes seconds, each after that milliseconds. Gives each test a
 * {@link Deployment} of its own on it.
 */
final class SharedBroker implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(SharedBroker.class);

    private record Running(Path folder, EmbeddedBroker broker) implements AutoCloseable {

        static Running start() {
            try {
                Path folder = Files.createTempDirectory("steadfast-workers-test-");
                return new Running(folder, EmbeddedBroker.start(folder.resolve("broker"), 0));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            broker.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD; // a deployment given to a constructor is that test's own
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Deployment.class;
    }

    @Override
    public Deployment resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("broker", key -> Running.start(), Running.class);
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        "deployment",
                        key -> Deployment.on(running.broker().bootstrapServers(), "mock://" + UUID.randomUUID()),
                        Deployment.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Deployment deployment = context.getStore(NAMESPACE).get("deployment", Deployment.class);
        if (deployment != null) {
            deployment.close();
        }
    }
}
