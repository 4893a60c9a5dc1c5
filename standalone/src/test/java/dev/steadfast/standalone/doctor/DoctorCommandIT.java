package dev.steadfast.standalone.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steadfast.avro.DeadLetter;
import dev.steadfast.broker.FreePorts;
import dev.steadfast.management.Health;
import dev.steadfast.management.ManagementServer;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.Topics;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.ClientBroker;
import dev.steadfast.standalone.Steadfast;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.workers.WorkerGroup;
import dev.steadfast.workers.WorkerSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} and {@code dead-letters}, against a broker that they share. */
class DoctorCommandIT {

    @SuppressWarnings("NullAway.Init")
    private static ClientBroker broker;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        broker = ClientBroker.start(folder.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void shouldSayWhatIsWrongAndWhatToDo(@TempDir Path empty) throws Exception {
        Meters meters = new Meters();
        int streamsPort = FreePorts.next();
        int silent = FreePorts.next();
        List<String> arguments = List.of(
                "--set",
                "topics.partitions=2",
                "--set",
                "streams.management-port=" + streamsPort,
                "--set",
                "worker.management-port=" + silent,
                "--set",
                "gateway.management-port=0");
        try (ManagementServer management = ManagementServer.start("streams", "127.0.0.1", streamsPort, meters);
                Admin admin = Admin.create(new TreeMap<>(broker.kafka()))) {
            management.watch(() -> Health.unready("REBALANCING"));

            Map<String, JsonNode> first = look(arguments, 1);
            assertThat(first).containsKeys("java", "processor", "environment");
            assertThat(level(first, "pytorch")).isEqualTo("ok");
            assertThat(level(first, "bundle")).isEqualTo("ok");
            assertThat(seen(first, "bundle")).contains("int8");
            assertThat(level(first, "kafka")).as("one broker").isEqualTo("note");
            assertThat(seen(first, "topics")).isEqualTo("all 12, of 2 partitions each, with all replicas");
            assertThat(level(first, "registry")).isEqualTo("ok");
            assertThat(level(first, "transactions")).isEqualTo("ok");
            assertThat(level(first, "workers")).isEqualTo("problem");
            assertThat(seen(first, "workers")).isEqualTo("there is no share group steadfast-workers");
            assertThat(level(first, "topology")).isEqualTo("warning");
            assertThat(seen(first, "topology here")).contains("not ready").contains("REBALANCING");
            assertThat(seen(first, "worker here")).isEqualTo("nothing listens at port " + silent);

            WorkerSettings worker = Settings.load(SettingsOptions.GROUPS, Optional.empty(), Map.of(), List.of())
                    .bind(WorkerSettings.class);
            new WorkerGroup(admin, worker).apply();
            management.watch(() -> Health.ready(""));
            Map<String, JsonNode> well = look(arguments, 0);
            assertThat(seen(well, "workers")).isEqualTo("nobody is in share group steadfast-workers");
            assertThat(level(well, "topology here")).isEqualTo("ok");

            set(admin, ConfigResource.Type.GROUP, "steadfast-workers", "share.isolation.level", "read_uncommitted");
            set(admin, ConfigResource.Type.TOPIC, "accepted-frames", "retention.ms", "60000");
            Map<String, JsonNode> others = look(
                    List.of(
                            "--set",
                            "topics.partitions=3",
                            "--set",
                            "model.bundle=" + empty,
                            "--set",
                            "kafka.schema.registry.url=mock://another"),
                    1);
            assertThat(seen(others, "workers"))
                    .contains("share.isolation.level is read_uncommitted, not read_committed");
            assertThat(of(others, "topics").toString())
                    .contains("topics.partitions is 3, but accepted-frames has 2")
                    .contains("accepted-frames: retention.ms is 60000, not 86400000");
            assertThat(seen(others, "bundle")).contains("bundle.json");
            assertThat(seen(others, "registry")).contains("does not know this version's schemas of frames-value");
        }
    }

    @Test
    void shouldSayThatNoBrokerAnswersAndGoOn() throws Exception {
        int nobody = FreePorts.next();

        int status =
                run("doctor", "--set", "kafka.bootstrap.servers=127.0.0.1:" + nobody, "--set", "model.bundle=nowhere");

        assertThat(status).isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("problem  bundle +nowhere")
                .containsPattern("problem  kafka +127.0.0.1:%d does not answer".formatted(nobody))
                .contains("kafka.bootstrap.servers")
                .doesNotContain("problem  topics")
                .containsPattern("ok +registry")
                .endsWith("2 problems.\n");
    }

    @Test
    void shouldGiveDeadLettersAgain() throws Exception {
        byte[] lost = "a vote that could not be read".getBytes(UTF_8);
        broker.publish(Topics.DEAD_LETTERS, "votes", letter(1, 120, "UNKNOWN_SCHEMA", lost));
        broker.publish(Topics.DEAD_LETTERS, "votes", letter(1, 120, "UNKNOWN_SCHEMA", lost)); // as it failed again
        broker.publish(Topics.DEAD_LETTERS, "votes", letter(0, 7, "WRONG_RECORD", "another".getBytes(UTF_8)));

        assertThat(run("dead-letters", "list")).isZero();
        assertThat(out.toString())
                .contains(
                        "2026-12-01T00:00:00Z  votes-1@120  UNKNOWN_SCHEMA  steadfast  the registry does not know it?")
                .contains("votes-0@7  WRONG_RECORD")
                .endsWith("3 in all.\n");
        assertThat(run("dead-letters", "list", "--since", "1h", "--json")).isZero();
        assertThat(out.toString()).contains("\"value\":\"YW5vdGhlcg==\"");

        assertThat(run("dead-letters", "replay", "votes-1@121")).isEqualTo(1);
        assertThat(err.toString()).startsWith("no dead letter for votes-1@121");
        assertThat(run("dead-letters", "replay", "--reason", "NONE")).isZero();
        assertThat(out.toString()).endsWith("No dead letter matches.\n");
        assertThat(run("dead-letters", "replay")).isEqualTo(2);
        assertThat(run("dead-letters", "replay", "votes-1@120")).isZero();
        assertThat(out.toString()).endsWith("given again  votes-1@120\n1 in all.\n");
        assertThat(broker.values(Topics.VOTES, 1)).as("once, where it was").containsExactly(lost);
        assertThat(broker.values(Topics.VOTES, 0)).isEmpty();
        assertThat(run("dead-letters", "replay", "--all")).isZero();
        assertThat(broker.values(Topics.VOTES, 0)).hasSize(1);
    }

    private static DeadLetter letter(int partition, long offset, String reason, byte[] value) {
        return DeadLetter.newBuilder()
                .setSourceTopic(Topics.VOTES.name())
                .setSourcePartition(partition)
                .setSourceOffset(offset)
                .setComponent("steadfast")
                .setReason(reason)
                .setMessage("the registry does not know it\n")
                .setDeliveries(1)
                .setOccurredAt(Instant.parse("2026-12-01T00:00:00Z"))
                .setKey(ByteBuffer.wrap("frame".getBytes(UTF_8)))
                .setValue(ByteBuffer.wrap(value))
                .build();
    }

    private static void set(Admin admin, ConfigResource.Type type, String name, String key, String value)
            throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(type, name),
                        List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    /** The findings by subject; of several with one subject an array. */
    private Map<String, JsonNode> look(List<String> further, int status) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("doctor", "--json"));
        arguments.addAll(further);
        assertThat(run(arguments.toArray(String[]::new))).as(out + "\n" + err).isEqualTo(status);
        Map<String, JsonNode> findings = new TreeMap<>();
        JsonNode all = new ObjectMapper().readTree(out.toString());
        for (JsonNode finding : all.path("findings")) {
            findings.merge(finding.path("subject").asText(), finding, (one, other) -> new ObjectMapper()
                    .createArrayNode()
                    .add(one)
                    .add(other));
        }
        return findings;
    }

    private static JsonNode of(Map<String, JsonNode> findings, String subject) {
        return Objects.requireNonNull(findings.get(subject), subject);
    }

    private static String level(Map<String, JsonNode> findings, String subject) {
        return of(findings, subject).path("level").asText();
    }

    private static String seen(Map<String, JsonNode> findings, String subject) {
        return of(findings, subject).path("seen").asText();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(
                Math.min(arguments[0].equals("doctor") ? 1 : 2, all.size()),
                broker.options()); // what a test sets comes later, and wins
        return Steadfast.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
