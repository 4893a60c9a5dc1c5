package dev.steadfast.streams.transactions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** What the brokers tell of partitions and of the transactions in them. Asks from the thread that calls. */
final class BrokersView {

    private final Admin admin;
    private final Predicate<String> watched;

    /** @param watched which topics matter */
    BrokersView(Admin admin, Predicate<String> watched) {
        this.admin = admin;
        this.watched = watched;
    }

    /**
     * Where each partition of the topics ends.
     *
     * @throws ExecutionException with what the brokers said, or that they did not answer
     */
    Map<TopicPartition, PartitionEnds> ends() throws InterruptedException, ExecutionException {
        Set<String> topics =
                admin.listTopics().names().get().stream().filter(watched).collect(Collectors.toSet());
        List<TopicPartition> partitions = admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic ->
                        topic.partitions().stream().map(info -> new TopicPartition(topic.name(), info.partition())))
                .toList();
        Map<TopicPartition, Long> stable = latest(partitions, IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, Long> end = latest(partitions, IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, PartitionEnds> ends = new HashMap<>();
        stable.forEach((partition, offset) ->
                ends.put(partition, new PartitionEnds(offset, end.getOrDefault(partition, offset))));
        return ends;
    }

    /**
     * The transaction that each partition waits for, of those that wait for one whose producer the broker knows.
     *
     * @throws ExecutionException with what the brokers said, or that they did not answer
     */
    List<OpenTransaction> open() throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> waiting = new HashMap<>();
        ends().forEach((partition, end) -> {
            if (end.open()) {
                waiting.put(partition, end.stable());
            }
        });
        List<OpenTransaction> open = new ArrayList<>();
        for (Map.Entry<TopicPartition, PartitionProducerState> told :
                admin.describeProducers(waiting.keySet()).all().get().entrySet()) {
            long stable = waiting.getOrDefault(told.getKey(), -1L);
            beginningAt(stable, told.getValue())
                    .ifPresent(producer -> open.add(new OpenTransaction(
                            told.getKey(), stable, Instant.ofEpochMilli(producer.lastTimestamp()))));
        }
        return open;
    }

    /**
     * A transaction that a partition's readers wait for.
     *
     * @param offset where it begins
     * @param lastWrite when its producer wrote last
     */
    record OpenTransaction(TopicPartition partition, long offset, Instant lastWrite) {}

    private Map<TopicPartition, Long> latest(Collection<TopicPartition> partitions, IsolationLevel isolation)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> told = admin.listOffsets(latest, new ListOffsetsOptions(isolation))
                .all()
                .get();
        return told.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .offset()));
    }

    /** Whose transaction a partition waits for, in words; where the brokers do not tell, why. */
    String transactionBefore(HeldUpPartition held) {
        return told(
                () -> beginningAt(
                                held.offset(),
                                admin.describeProducers(List.of(held.partition()))
                                        .partitionResult(held.partition())
                                        .get())
                        .map(this::words)
                        .orElse("no producer that the broker knows"),
                "a producer that the broker does not tell");
    }

    /** The producer whose transaction begins at an offset. */
    private static Optional<ProducerState> beginningAt(long offset, PartitionProducerState partition) {
        return partition.activeProducers().stream()
                .filter(producer -> producer.currentTransactionStartOffset().orElse(-1) == offset)
                .findFirst();
    }

    private String words(ProducerState producer) {
        return "producer id %d, epoch %d, %s"
                .formatted(producer.producerId(), producer.producerEpoch(), transactionOf(producer.producerId()));
    }

    private String transactionOf(long producerId) {
        return told(
                () -> admin
                        .listTransactions(new ListTransactionsOptions().filterProducerIds(List.of(producerId)))
                        .all()
                        .get()
                        .stream()
                        .map(transaction -> "transactional id %s (%s)"
                                .formatted(transaction.transactionalId(), transaction.state()))
                        .findFirst()
                        .orElse("of which no coordinator knows"),
                "whose coordinator does not tell");
    }

    private interface Question {
        String ask() throws InterruptedException, ExecutionException;
    }

    private static String told(Question question, String otherwise) {
        try {
            return question.ask();
        } catch (ExecutionException e) {
            return "%s: %s".formatted(otherwise, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }
}
