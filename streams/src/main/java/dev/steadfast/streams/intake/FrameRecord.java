package dev.steadfast.streams.intake;

import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of the frames topic as it came.
 *
 * @param cameraKey the record's key; null if it had none
 * @param value the record's bytes; null if it had none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record FrameRecord(
        String topic, int partition, long offset, @Nullable String cameraKey, byte @Nullable [] value) {

    private static final int LONGEST_TEXT = 400;

    /** What a producer wrote may have any length; a rejection must fit into its topic. The record itself is still where it says. */
    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }

    /** The rejection of this record, where nothing more is known of it. */
    RejectedFrame reject(RejectionReason reason, String message, Instant now) {
        return reject(reason, message, now, null, cameraKey);
    }

    RejectedFrame reject(
            RejectionReason reason, String message, Instant now, @Nullable String frameId, @Nullable String cameraId) {
        return RejectedFrame.newBuilder()
                .setFrameId(shortened(frameId))
                .setCameraId(shortened(cameraId))
                .setReason(reason)
                .setMessage(String.valueOf(shortened(message)))
                .setRejectedAt(now)
                .setSourceTopic(topic)
                .setSourcePartition(partition)
                .setSourceOffset(offset)
                .build();
    }
}
