package dev.steadfast.gateway.evidence;

import dev.steadfast.avro.VoteBatch;
import dev.steadfast.gateway.kafka.RecordReader;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.UnreadableRecordException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads votes of replays. A record that cannot be read is logged and passed over. */
public final class RepeatedVotesReader implements RecordReader<VoteBatch> {

    private static final Logger LOG = LoggerFactory.getLogger(RepeatedVotesReader.class);

    private final AvroSerde<VoteBatch> serde;

    public RepeatedVotesReader(AvroSerde<VoteBatch> serde) {
        this.serde = serde;
    }

    @Override
    public Optional<VoteBatch> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.ofNullable(record.value()).map(value -> serde.deserialize(record.topic(), value));
        } catch (UnreadableRecordException e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("cause", e.getMessage())
                    .log("Record passed over");
            return Optional.empty();
        }
    }
}
