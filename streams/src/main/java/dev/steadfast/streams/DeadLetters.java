package dev.steadfast.streams;

import dev.steadfast.avro.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Internal records that cannot be processed, kept as they were for an operator to look at. */
final class DeadLetters {

    private DeadLetters() {}

    /** The letter for the record that the context is at. */
    static DeadLetter of(
            Record<@Nullable String, byte @Nullable []> record,
            ProcessorContext<?, ?> context,
            String reason,
            String message) {
        RecordMetadata source = context.recordMetadata().orElseThrow();
        return DeadLetter.newBuilder()
                .setSourceTopic(source.topic())
                .setSourcePartition(source.partition())
                .setSourceOffset(source.offset())
                .setComponent(context.applicationId())
                .setReason(reason)
                .setMessage(message)
                .setDeliveries(1)
                .setOccurredAt(Instant.ofEpochMilli(context.currentSystemTimeMs()))
                .setKey(
                        record.key() == null
                                ? null
                                : ByteBuffer.wrap(record.key().getBytes(StandardCharsets.UTF_8)))
                .setValue(record.value() == null ? null : ByteBuffer.wrap(record.value()))
                .build();
    }
}
