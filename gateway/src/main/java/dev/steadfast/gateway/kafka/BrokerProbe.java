package dev.steadfast.gateway.kafka;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Asks the brokers whether they are there. Never blocks; safe for use by several threads. */
public final class BrokerProbe implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final Admin admin;

    private BrokerProbe(Admin admin) {
        this.admin = admin;
    }

    /**
     * Makes a client. Nothing is sent yet.
     *
     * @throws org.apache.kafka.common.KafkaException if the client's configuration is wrong
     */
    public static BrokerProbe connect(Map<String, String> kafka) {
        return new BrokerProbe(Admin.create(new TreeMap<>(kafka)));
    }

    /** Completes on the given event loop when the cluster has answered; fails where it does not within three seconds. */
    public Future<Void> ask(Context eventLoop) {
        var nodes = admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) LIMIT.toMillis()))
                .nodes();
        return Future.fromCompletionStage(nodes.toCompletionStage(), eventLoop).mapEmpty();
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
