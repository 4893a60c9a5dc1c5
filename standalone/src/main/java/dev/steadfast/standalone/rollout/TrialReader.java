package dev.steadfast.standalone.rollout;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.watch.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** Finds the frames that two bundles were given. In memory it keeps about a kilobyte for each. */
final class TrialReader {

    /**
     * What was found.
     *
     * @param pairs in the order of the shadow's predictions
     * @param unanswered predictions of the bundle on trial whose frame's answer was not found
     */
    record Found(List<TrialPair> pairs, int unanswered) {}

    private static final long STRETCH = 2_000;

    /** An answer may be older than the shadow's by the longest deadline, and the other way round. */
    private static final Duration APART = Duration.ofHours(6);

    private final TopicReader reader;
    private final Predicate<String> cameras;
    private final int most;

    /**
     * Makes a reader.
     *
     * @param cameras those that matter, by id
     * @param most predictions of the bundle on trial that are kept
     */
    TrialReader(TopicReader reader, Predicate<String> cameras, int most) {
        this.reader = reader;
        this.cameras = cameras;
        this.most = most;
    }

    /**
     * Reads both topics to where they end now.
     *
     * @param since of the predictions of the bundle on trial
     * @throws CommandException if there are more than can be kept, or Kafka does not answer
     */
    Found find(Instant since) {
        Map<String, TrialAnswer> trials = new LinkedHashMap<>();
        read(Topics.SHADOW_PREDICTIONS, since, prediction -> {
            trials.put(prediction.getFrameId(), TrialAnswer.of(prediction));
            if (trials.size() > most) {
                throw new CommandException(
                        "there are more than %d predictions of a bundle on trial since %s: --since a later time, or --most more of them"
                                .formatted(most, since));
            }
        });
        Map<String, TrialAnswer> answers = new LinkedHashMap<>();
        if (!trials.isEmpty()) {
            read(Topics.CERTIFIED_PREDICTIONS, since.minus(APART), prediction -> {
                if (trials.containsKey(prediction.getFrameId())) {
                    answers.put(prediction.getFrameId(), TrialAnswer.of(prediction));
                }
            });
        }
        List<TrialPair> pairs = new ArrayList<>();
        trials.forEach((frameId, trial) -> {
            TrialAnswer answer = answers.get(frameId);
            if (answer != null && answer.source().equals(trial.source())) { // else another frame that had the id
                pairs.add(new TrialPair(answer, trial));
            }
        });
        return new Found(pairs, trials.size() - pairs.size());
    }

    private void read(Topic<CertifiedPrediction> topic, Instant since, Consumer<CertifiedPrediction> taking) {
        List<TopicPartition> partitions = reader.partitions(topic);
        Map<TopicPartition, Long> ends = reader.ends(partitions);
        reader.since(partitions, since).forEach((partition, first) -> {
            long end = ends.getOrDefault(partition, 0L);
            for (long from = first; from < end; from += STRETCH) {
                reader.between(topic, partition, from, Math.min(end, from + STRETCH)).stream()
                        .filter(prediction -> cameras.test(prediction.getCameraId()))
                        .forEach(taking);
            }
        });
    }
}
