package dev.steadfast.standalone.doctor;

import static dev.steadfast.standalone.doctor.Brokers.answer;

import dev.steadfast.standalone.command.KafkaClients;
import java.util.Map;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;

/** Whether brokers answer, and have what workers need. */
final class BrokersExamination {

    private static final String SHARE_GROUPS = "share.version";

    private BrokersExamination() {}

    static Finding of(Brokers brokers, Map<String, String> kafka) throws InterruptedException {
        String address = KafkaClients.brokers(kafka);
        try {
            DescribeClusterResult cluster = brokers.admin().describeCluster();
            int nodes = answer(cluster.nodes()).size();
            FeatureMetadata features = answer(brokers.admin().describeFeatures().featureMetadata());
            FinalizedVersionRange shares = features.finalizedFeatures().get(SHARE_GROUPS);
            if (shares == null || shares.maxVersionLevel() < 1) {
                return Finding.problem(
                        "kafka",
                        "%s answers, but share groups are off".formatted(address),
                        "Kafka 4.2 or later, and: kafka-features.sh upgrade --feature share.version=1");
            }
            String seen = "%s answers: cluster %s, %d broker%s, share groups on"
                    .formatted(address, answer(cluster.clusterId()), nodes, nodes == 1 ? "" : "s");
            return nodes < 3
                    ? Finding.note("kafka", seen, "Fewer than three brokers: one lost may lose what was acknowledged.")
                    : Finding.ok("kafka", seen);
        } catch (KafkaException e) {
            return Finding.problem(
                    "kafka",
                    "%s does not answer: %s".formatted(address, e.getMessage()),
                    "Is it running, is this its address (kafka.bootstrap.servers), and are kafka.security.protocol and credentials right?");
        }
    }
}
