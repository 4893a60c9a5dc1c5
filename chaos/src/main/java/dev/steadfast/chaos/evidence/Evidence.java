package dev.steadfast.chaos.evidence;

import dev.steadfast.schemas.Topics;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * All that a run left in the topics, without the pictures. Tasks and votes that the harness has written once more are not among {@code tasks}, but they are
 * among {@code votes}: whoever counts must bear them.
 *
 * @param frames that were published
 * @param accepted ids of frames that passed the intake, once for each record
 * @param tasks that the topology sent
 * @param votes of the workers, and copies of them
 * @param predictions that were made
 * @param rejections likewise
 */
public record Evidence(
        List<FrameRecord> frames,
        List<String> accepted,
        List<TaskRecord> tasks,
        List<VoteRecord> votes,
        List<Predicted> predictions,
        List<Rejected> rejections) {

    /** On records that the harness has written, copies of others. */
    public static final String COPY_HEADER = "steadfast-chaos-copy";

    public Evidence {
        frames = List.copyOf(frames);
        accepted = List.copyOf(accepted);
        tasks = List.copyOf(tasks);
        votes = List.copyOf(votes);
        predictions = List.copyOf(predictions);
        rejections = List.copyOf(rejections);
    }

    /** Reads what is committed. */
    public static Evidence read(TopicDump topics) {
        List<FrameRecord> frames = new ArrayList<>();
        topics.read(
                Topics.FRAMES,
                (place, raw, copy, frame) -> frames.add(new FrameRecord(place, frame.getFrameId(), sha256(raw))));
        List<String> accepted = new ArrayList<>();
        topics.read(Topics.ACCEPTED_FRAMES, (place, raw, copy, frame) -> {
            if (frame.getAnswersSeenUntil() == null && !frame.getShadow()) {
                accepted.add(frame.getFrameId());
            }
        });
        List<TaskRecord> tasks = new ArrayList<>();
        topics.read(Topics.NOISE_TASKS, (place, raw, copy, task) -> {
            if (!copy && task.getReplay() == null) {
                tasks.add(new TaskRecord(
                        place,
                        task.getFrameId(),
                        hex(task.getNoiseKey().bytes()),
                        task.getTaskIndex(),
                        task.getFirstSample(),
                        task.getSamples()));
            }
        });
        List<VoteRecord> votes = new ArrayList<>();
        topics.read(
                Topics.VOTES,
                (place, raw, copy, batch) -> votes.add(new VoteRecord(
                        place,
                        batch.getFrameId(),
                        hex(batch.getNoiseKey().bytes()),
                        batch.getTaskIndex(),
                        batch.getFirstSample(),
                        batch.getSamples(),
                        batch.getVotes(),
                        batch.getInvalid(),
                        batch.getFailure() != null)));
        List<Predicted> predictions = new ArrayList<>();
        topics.read(
                Topics.CERTIFIED_PREDICTIONS,
                (place, raw, copy, prediction) -> predictions.add(new Predicted(place, prediction)));
        List<Rejected> rejections = new ArrayList<>();
        topics.read(
                Topics.REJECTED_FRAMES,
                (place, raw, copy, rejection) -> rejections.add(new Rejected(place, rejection)));
        return new Evidence(frames, accepted, tasks, votes, predictions, rejections);
    }

    /** As it is in {@link TaskRecord} and {@link VoteRecord}. */
    public static String hex(byte[] noiseKey) {
        return HexFormat.of().formatHex(noiseKey);
    }

    private static String sha256(byte[] bytes) {
        try {
            return hex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
