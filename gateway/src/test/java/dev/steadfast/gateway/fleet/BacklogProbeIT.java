package dev.steadfast.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.broker.EmbeddedBroker;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.TopicProvisioner;
import dev.steadfast.schemas.TopicSettings;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker with access control lists says of groups. */
class BacklogProbeIT {

    private static final String QUEUE = "noise-tasks";

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static Admin admin;
    private static Vertx vertx;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(
                folder.resolve("kafka"),
                0,
                Map.of(
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "allow.everyone.if.no.acl.found", "true"));
        vertx = Vertx.vertx();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        new TopicProvisioner(admin, SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://backlog-probe-it")))
                .apply(new TopicSettings(1, 1));
        for (String group : List.of("workers", "denied-workers")) {
            admin.alterShareGroupOffsets(group, Map.of(new TopicPartition(QUEUE, 0), 0L))
                    .all()
                    .get();
        }
        admin.createAcls(List.of(new AclBinding(
                        new ResourcePattern(ResourceType.GROUP, "denied-workers", PatternType.LITERAL),
                        new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.DESCRIBE, AclPermissionType.DENY))))
                .all()
                .get();
    }

    @AfterAll
    static void stop() {
        admin.close();
        vertx.close();
        broker.close();
    }

    @Test
    void shouldTellWhatWaitsInAGroupThatIsThere() throws Exception {
        Backlog backlog = ask("workers");

        assertThat(backlog.tasks()).isEqualTo(Map.of(QUEUE, 0L));
        assertThat(backlog.unknown())
                .isEqualTo(
                        Map.of(
                                "frames",
                                "the consumer group steadfast has read no frames yet, or streams.application-id is another here than for the topology"));
    }

    @Test
    void shouldSayThatAGroupIsNotThere() throws Exception {
        Backlog backlog = ask("wrong-name");

        assertThat(backlog.tasks()).isEmpty();
        assertThat(backlog.unknown().get(QUEUE))
                .isEqualTo("the share group wrong-name has no offsets of noise-tasks: no worker of it has started yet,"
                        + " or worker.group is another here than for the workers");
    }

    @Test
    void shouldSayThatAGroupMayNotBeLookedAt() throws Exception {
        Backlog backlog = ask("denied-workers");

        assertThat(backlog.tasks()).isEmpty();
        assertThat(backlog.unknown().get(QUEUE)).contains("denied-workers").containsIgnoringCase("authoriz");
    }

    @Test
    void shouldSayThatNoBrokerAnswers() throws Exception {
        try (BacklogProbe probe =
                BacklogProbe.connect(Map.of("bootstrap.servers", "127.0.0.1:1"), "steadfast", "workers")) {
            Backlog backlog = ask(probe);

            assertThat(backlog.tasks()).isEmpty();
            assertThat(backlog.unknown()).containsOnlyKeys(QUEUE, "frames");
        }
    }

    private static Backlog ask(String workerGroup) throws Exception {
        try (BacklogProbe probe = BacklogProbe.connect(
                Map.of("bootstrap.servers", broker.bootstrapServers()), "steadfast", workerGroup)) {
            return ask(probe);
        }
    }

    private static Backlog ask(BacklogProbe probe) throws Exception {
        return probe.ask(vertx.getOrCreateContext(), Set.of(QUEUE))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }
}
