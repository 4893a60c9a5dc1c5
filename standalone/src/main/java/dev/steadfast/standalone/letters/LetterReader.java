package dev.steadfast.standalone.letters;

import dev.steadfast.avro.DeadLetter;
import dev.steadfast.schemas.Topics;
import dev.steadfast.standalone.watch.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the letters that are there when it is asked. */
final class LetterReader {

    /** Letters hold records of up to 4 MiB, and are read so many at a time. */
    private static final int PIECE = 20;

    private LetterReader() {}

    /**
     * Gives every letter to a taker, those of a partition oldest first.
     *
     * @param since how long ago the oldest may have been written; null for all
     * @throws dev.steadfast.standalone.command.CommandException if the brokers or the registry do not answer
     */
    static void read(Map<String, String> kafka, @Nullable Duration since, Consumer<DeadLetter> taker) {
        try (TopicReader reader = new TopicReader(kafka)) {
            List<TopicPartition> partitions = reader.partitions(Topics.DEAD_LETTERS);
            Map<TopicPartition, Long> ends = reader.ends(partitions);
            Map<TopicPartition, Long> begins = since == null
                    ? reader.beginnings(partitions)
                    : reader.since(partitions, Instant.now().minus(since));
            begins.forEach((partition, begin) -> {
                long end = ends.getOrDefault(partition, begin);
                for (long from = begin; from < end; from += PIECE) {
                    reader.between(Topics.DEAD_LETTERS, partition, from, Math.min(from + PIECE, end))
                            .forEach(taker);
                }
            });
        }
    }

    /** {@return where the record lay that a letter holds, which names the letter too} */
    static String source(DeadLetter letter) {
        return "%s-%d@%d".formatted(letter.getSourceTopic(), letter.getSourcePartition(), letter.getSourceOffset());
    }
}
