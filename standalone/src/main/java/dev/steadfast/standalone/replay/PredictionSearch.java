package dev.steadfast.standalone.replay;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.schemas.Topics;
import dev.steadfast.standalone.watch.TopicReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks for the prediction of a frame. Its topic is keyed by camera, so there is nothing for it but to read; the newest first, in
 * stretches, since whoever asks mostly asks about something recent.
 */
final class PredictionSearch {

    private static final long STRETCH = 2_000;

    private final TopicReader reader;
    private final long most;

    /** @param most offsets to look at in all, before giving up */
    PredictionSearch(TopicReader reader, long most) {
        this.reader = reader;
        this.most = most;
    }

    /**
     * Looks.
     *
     * @param progress is told, after each stretch, how many offsets have been looked at
     * @return the newest prediction of the frame
     */
    Optional<CertifiedPrediction> find(String frameId, LongConsumer progress) {
        List<TopicPartition> partitions = reader.partitions(Topics.CERTIFIED_PREDICTIONS);
        Map<TopicPartition, Long> beginnings = reader.beginnings(partitions);
        Map<TopicPartition, Long> left = new HashMap<>(reader.ends(partitions));
        left.keySet().removeIf(partition -> left.getOrDefault(partition, 0L) <= beginnings.getOrDefault(partition, 0L));
        long looked = 0;
        while (!left.isEmpty() && looked < most) {
            for (TopicPartition partition : List.copyOf(left.keySet())) {
                long end = left.getOrDefault(partition, 0L);
                long begin = Math.max(beginnings.getOrDefault(partition, 0L), end - STRETCH);
                Optional<CertifiedPrediction> found =
                        reader.between(Topics.CERTIFIED_PREDICTIONS, partition, begin, end).stream()
                                .filter(prediction -> prediction.getFrameId().equals(frameId))
                                .reduce((older, newer) -> newer);
                if (found.isPresent()) {
                    return found;
                }
                looked += end - begin;
                progress.accept(looked);
                if (begin <= beginnings.getOrDefault(partition, 0L)) {
                    left.remove(partition);
                } else {
                    left.put(partition, begin);
                }
            }
        }
        return Optional.empty();
    }
}
