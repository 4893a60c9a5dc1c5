#!/usr/bin/env bash
# Kafka 4.3.1: Admin.abortTransaction (kafka-transactions.sh abort), the way to end a transaction that holds up readers, writes its marker into the one
# partition that it is given, and tells nobody else. The producer, if it still lives and writes no more there, commits the rest of the same transaction
# without an error: of two records written as one, readers of committed records get one. And it has lost its offsets' atomicity too: what it consumed
# counts as done. One would guess that the transaction is aborted, or that the commit is refused (the producer's epoch has been fenced).
# Seen: "commitTransaction: no error" and "committed: partition 0 [], partition 1 [b]".
set -euo pipefail

folder=$(mktemp -d)
broker=
trap '[ -z "$broker" ] || { kill "$broker"; wait "$broker" || true; }; rm -rf "$folder"' EXIT
cd "$folder"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>4.3.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=libs

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
port=$(free_port)
controller=$(free_port)
cat > server.properties <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
controller.listener.names=CONTROLLER
log.dirs=$folder/data
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
PROPERTIES
java -cp 'libs/*' kafka.tools.StorageTool format -t 5L6g3nShT-eMCtK--X86sw -c server.properties >/dev/null 2>&1
java -Xmx256m -cp 'libs/*' kafka.Kafka server.properties >broker.log 2>&1 & broker=$!

cat > Probe.java <<'JAVA'
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

class Probe {
    public static void main(String[] arguments) throws Exception {
        Map<String, Object> brokers = Map.of("bootstrap.servers", arguments[0]);
        TopicPartition first = new TopicPartition("both", 0);
        TopicPartition second = new TopicPartition("both", 1);
        try (Admin admin = Admin.create(brokers);
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", arguments[0], "transactional.id", "probe"), new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic("both", 2, (short) 1))).all().get();
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("both", 0, "key", "a")).get();
            producer.send(new ProducerRecord<>("both", 1, "key", "b")).get();
            ProducerState open = admin.describeProducers(List.of(first)).partitionResult(first).get().activeProducers().get(0);
            admin.abortTransaction(new AbortTransactionSpec(first, open.producerId(), (short) open.producerEpoch(), open.coordinatorEpoch().orElse(0)))
                    .all()
                    .get();
            String commit = "no error";
            try {
                producer.commitTransaction();
            } catch (RuntimeException e) {
                commit = e.toString();
            }
            System.out.println("commitTransaction: " + commit);
        }
        System.out.println("committed: partition 0 " + committed(arguments[0], first) + ", partition 1 " + committed(arguments[0], second));
    }

    static List<String> committed(String brokers, TopicPartition partition) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed"), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
JAVA
seen=$(timeout 120 java -cp 'libs/*' Probe.java "127.0.0.1:$port")
echo "$seen"
[ "$seen" = "commitTransaction: no error
committed: partition 0 [], partition 1 [b]" ] || { echo "changed"; exit 1; }
