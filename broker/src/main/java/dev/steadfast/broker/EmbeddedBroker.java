package dev.steadfast.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka node, broker and controller in one, on 127.0.0.1, with share groups on. For the demo and for tests: one replica of everything unless its
 * settings say otherwise, no authentication. It uses Kafka's server classes, which are not a public API: this is the only class that does, and its Kafka version
 * is the one pinned in the build.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String SINGLE = "1";
    private static final String NODE_ID = "node.id";
    private static final String VOTERS = "controller.quorum.voters";

    private final KafkaRaftServer server;
    private final int port;
    private final FileChannel lock;

    private EmbeddedBroker(KafkaRaftServer server, int port, FileChannel lock) {
        this.server = server;
        this.port = port;
        this.lock = lock;
    }

    /**
     * Starts a broker; returns when it accepts requests.
     *
     * @param folder where its log lives; made if absent, and what an earlier broker left there is taken up again
     * @param port to listen on; 0 for any free one
     * @throws BrokerException if the port is taken, or the folder cannot be written or belongs to a broker that is running
     */
    public static EmbeddedBroker start(Path folder, int port) {
        return start(folder, port, Map.of());
    }

    /**
     * Starts a broker with some of Kafka's own settings, which take precedence; see {@link #start(Path, int)}. Those that name the same
     * {@code controller.quorum.voters} are one cluster, in which each has its own {@code node.id}.
     *
     * @throws BrokerException as there, or if Kafka does not take the settings
     */
    public static EmbeddedBroker start(Path folder, int port, Map<String, String> settings) {
        if (port != 0 && !FreePorts.isFree(port)) {
            throw new BrokerException(
                    "Kafka's port %d on %s is taken: choose another, or stop what listens there".formatted(port, HOST));
        }
        int brokerPort = port == 0 ? FreePorts.next() : port;
        FileChannel lock = lock(folder);
        explainHalts(folder);
        try {
            Map<String, String> values = configuration(folder, brokerPort, FreePorts.next());
            values.putAll(settings);
            format(folder, values);
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(values), Time.SYSTEM);
            startUp(server);
            return new EmbeddedBroker(server, brokerPort, lock);
        } catch (Exception e) { // Kafka's Scala code throws checked exceptions without declaring them
            release(lock);
            throw new BrokerException("the broker could not start in " + folder + ": " + e, e);
        }
    }

    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /** Stops the broker and waits until its files are closed. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        release(lock);
    }

    /** Where its files can no longer be written Kafka halts the JVM, and says why in stack traces, after which a sentence helps. */
    private static void explainHalts(Path folder) {
        Exit.setHaltProcedure((status, message) -> {
            System.err.printf(
                    "Kafka gave up, as said above, and everything in this process with it. Its data are in %s, where %d MB are free.%n",
                    folder.toAbsolutePath(), folder.toFile().getUsableSpace() / 1_000_000);
            Runtime.getRuntime().halt(status);
        });
    }

    private static void startUp(KafkaRaftServer server) {
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
    }

    private static void format(Path folder, Map<String, String> values) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(Integer.parseInt(values.getOrDefault(NODE_ID, SINGLE)))
                .setClusterId(clusterId(folder, values))
                .setDirectories(List.of(folder.toString()))
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName("CONTROLLER")
                .setIgnoreFormatted(true)
                .run();
    }

    private static String clusterId(Path folder, Map<String, String> values) throws IOException {
        Path existing = folder.resolve("meta.properties");
        if (!Files.exists(existing)) {
            UUID id = UUID.nameUUIDFromBytes(values.getOrDefault(VOTERS, "").getBytes(StandardCharsets.UTF_8));
            return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits()).toString();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(existing)) {
            properties.load(reader);
        }
        return properties.getProperty("cluster.id");
    }

    private static Map<String, String> configuration(Path folder, int port, int controllerPort) {
        Map<String, String> values = new HashMap<>();
        values.put("process.roles", "broker,controller");
        values.put(NODE_ID, SINGLE);
        values.put(VOTERS, "1@" + HOST + ":" + controllerPort);
        values.put("listeners", "PLAINTEXT://%s:%d,CONTROLLER://%s:%d".formatted(HOST, port, HOST, controllerPort));
        values.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
        values.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        values.put("inter.broker.listener.name", "PLAINTEXT");
        values.put("controller.listener.names", "CONTROLLER");
        values.put("log.dirs", folder.toString());
        values.put("auto.create.topics.enable", "false");
        values.put("offsets.topic.num.partitions", "4");
        values.put("offsets.topic.replication.factor", SINGLE);
        values.put("transaction.state.log.num.partitions", "4");
        values.put("transaction.state.log.replication.factor", SINGLE);
        values.put("transaction.state.log.min.isr", SINGLE);
        values.put("share.coordinator.state.topic.num.partitions", "4");
        values.put("share.coordinator.state.topic.replication.factor", SINGLE);
        values.put("share.coordinator.state.topic.min.isr", SINGLE);
        // Members of one machine need no time to gather, and must not wait for the next round to get their share.
        values.put("group.initial.rebalance.delay.ms", "0");
        values.put("group.share.assignment.interval.ms", "0");
        // Tests stop workers without a word; Kafka's default minimum (45 s) would make them wait.
        values.put("group.share.min.record.lock.duration.ms", "1000");
        values.put("group.min.session.timeout.ms", "1000");
        return values;
    }

    @SuppressWarnings("StreamResourceLeak") // the channel is kept until the broker closes: it holds the lock
    private static FileChannel lock(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolveSibling(folder.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new OverlappingFileLockException();
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            throw new BrokerException("folder " + folder + " is in use by another broker", e);
        } catch (IOException e) {
            throw new BrokerException("folder " + folder + " cannot be written: " + e, e);
        }
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new BrokerException("the folder's lock could not be released: " + e, e);
        }
    }
}
