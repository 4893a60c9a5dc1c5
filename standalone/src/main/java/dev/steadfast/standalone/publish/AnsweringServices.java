package dev.steadfast.standalone.publish;

import dev.steadfast.avro.DeadLetter;
import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.schemas.Topics;
import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.KafkaClients;
import dev.steadfast.standalone.watch.TopicReader;
import dev.steadfast.streams.StreamsSettings;
import dev.steadfast.workers.WorkerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * What Kafka knows of the services that answer frames: whether the topology and workers of the first queue are there, how many noise tasks
 * wait, and what could not be processed. Asked only when somebody waits, since it takes clients of its own.
 *
 * <p>Used by one thread.
 */
final class AnsweringServices implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    /** Of how many dead letters at the end of a partition the latest is taken. */
    private static final int LETTERS = 10;

    private final Admin admin;
    private final TopicReader topics;
    private final String applicationId;
    private final String workerGroup;

    private AnsweringServices(Admin admin, TopicReader topics, String applicationId, String workerGroup) {
        this.admin = admin;
        this.topics = topics;
        this.applicationId = applicationId;
        this.workerGroup = workerGroup;
    }

    /**
     * Makes the clients; nothing is asked yet.
     *
     * @throws CommandException if the settings cannot be used
     */
    static AnsweringServices of(Settings settings) {
        return new AnsweringServices(
                KafkaClients.create(() -> Admin.create(new TreeMap<>(settings.kafka()))),
                new TopicReader(settings.kafka()),
                settings.bind(StreamsSettings.class).applicationId(),
                settings.bind(WorkerSettings.class).group());
    }

    /**
     * What is known, in words, such as {@code the topology runs, 2 workers run, 120 noise tasks wait}.
     *
     * @param since of dead letters the latest is told that is not older
     */
    String describe(Instant since) {
        Optional<Long> instances = members(() -> admin.describeConsumerGroups(List.of(applicationId))
                .all()
                .thenApply(groups -> groups.values().stream()
                        .mapToLong(group -> group.members().size())
                        .sum()));
        Optional<Long> workers = members(
                () -> admin.describeShareGroups(List.of(workerGroup)).all().thenApply(groups -> groups.values().stream()
                        .mapToLong(group -> group.members().size())
                        .sum()));
        Optional<OptionalLong> tasks = answer(
                () -> admin.listShareGroupOffsets(Map.of(workerGroup, new ListShareGroupOffsetsSpec()))
                        .partitionsToOffsetInfo(workerGroup)
                        .thenApply(told -> TaskQueues.waiting(TaskQueues.FIRST, told)),
                OptionalLong.empty());
        String known = Stream.of(
                        instances.map(count -> count == 0
                                ? "no topology runs ('steadfast streams' starts one; consumer group %s)"
                                        .formatted(applicationId)
                                : "the topology runs"),
                        workers.map(count -> count == 0
                                ? "no worker runs ('steadfast worker' starts one; share group %s)"
                                        .formatted(workerGroup)
                                : count(count, "worker runs", "workers run")),
                        tasks.filter(OptionalLong::isPresent)
                                .map(count -> count(count.getAsLong(), "noise task waits", "noise tasks wait")),
                        latestDeadLetter(since).map(letter -> "the latest dead letter says %s: %s (%s)"
                                .formatted(letter.getReason(), letter.getMessage(), letter.getComponent())))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return known.isEmpty() ? "Kafka does not tell whether topology and workers run" : known;
    }

    /** Empty also where this client may not read them. */
    private Optional<DeadLetter> latestDeadLetter(Instant since) {
        try {
            List<TopicPartition> partitions = topics.partitions(Topics.DEAD_LETTERS);
            Map<TopicPartition, Long> ends = topics.ends(partitions);
            return topics.since(partitions, since).entrySet().stream()
                    .flatMap(start -> {
                        long end = ends.getOrDefault(start.getKey(), start.getValue());
                        long from = Math.max(start.getValue(), end - LETTERS);
                        return topics.between(Topics.DEAD_LETTERS, start.getKey(), from, end).stream();
                    })
                    .max(Comparator.comparing(DeadLetter::getOccurredAt));
        } catch (CommandException | KafkaException e) {
            return Optional.empty();
        }
    }

    private static String count(long count, String one, String more) {
        return count == 1 ? "1 " + one : "%,d %s".formatted(count, more);
    }

    private interface Question<T> {
        KafkaFuture<T> ask();
    }

    /** How many members a group has: none, if there is no such group. */
    private static Optional<Long> members(Question<Long> question) {
        return answer(question, 0L);
    }

    /** Empty where Kafka does not tell, or not to this client. */
    private static <T> Optional<T> answer(Question<T> question, T withoutGroup) {
        try {
            return Optional.of(question.ask().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return e.getCause() instanceof GroupIdNotFoundException ? Optional.of(withoutGroup) : Optional.empty();
        } catch (TimeoutException | KafkaException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        topics.close();
        admin.close(CLOSE);
    }
}
