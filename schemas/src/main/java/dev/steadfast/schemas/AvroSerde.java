package dev.steadfast.schemas;

import dev.steadfast.schemas.UnreadableRecordException.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Avro records in Confluent's wire format: a zero byte, the schema's id (4 bytes, big-endian), Avro binary. Any client that speaks to the
 * registry reads what this writes, and the other way round.
 *
 * <p>Reading resolves the writer's schema into the one compiled here, so a record of any compatible version is understood. Records with
 * bytes left over are refused. Safe for use by several threads.
 *
 * @param <V> the generated record class
 */
public final class AvroSerde<V extends SpecificRecord> implements Serde<V> {

    static {
        TrustedContracts.ensure();
    }

    private static final byte MAGIC = 0;
    private static final int HEADER_BYTES = 5;

    private final SchemaRegistry registry;
    private final Schema schema;
    private final Map<String, Integer> idBySubject = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> writerSchemas = new ConcurrentHashMap<>();
    private final SpecificData data;
    private final SpecificDatumWriter<V> writer; // without state

    /** By the id of the writer's schema, since resolving that takes longer than to read a record. Readers are not made for several threads. */
    private final ThreadLocal<Map<Integer, SpecificDatumReader<V>>> readers = ThreadLocal.withInitial(HashMap::new);

    AvroSerde(SchemaRegistry registry, Class<V> type) {
        this.registry = registry;
        this.data = SpecificData.getForClass(type);
        this.schema = SpecificData.get().getSchema(type);
        this.writer = new SpecificDatumWriter<>(schema, data);
    }

    @Override
    public Serializer<V> serializer() {
        return this::serialize;
    }

    @Override
    public Deserializer<V> deserializer() {
        return this::deserialize;
    }

    /**
     * Writes one record; null stays null (a tombstone).
     *
     * @throws RegistryException if the schema's id is not known yet and the registry does not give it
     */
    @SuppressWarnings("NullAway") // Kafka's contract: a null value is a tombstone and stays null
    public byte[] serialize(String topic, @Nullable V value) {
        if (value == null) {
            return null;
        }
        // Not computeIfAbsent: the registry is asked outside the map's locks.
        Integer id = idBySubject.get(topic);
        if (id == null) {
            id = registry.idForWriting(topic + "-value", schema);
            idBySubject.put(topic, id);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(id).array());
        try {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            writer.write(value, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads one record; null stays null.
     *
     * @throws UnreadableRecordException if the bytes are not such a record
     * @throws RegistryException if the registry could not tell
     */
    @SuppressWarnings("NullAway") // Kafka's contract: a null value is a tombstone and stays null
    public V deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        SpecificDatumReader<V> reader = reader(topic, bytes);
        try {
            BinaryDecoder decoder =
                    DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
            V value = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw unreadable(topic, Problem.NOT_AVRO, "has bytes left over after the record", null);
            }
            return value;
        } catch (AvroTypeException | SecurityException e) {
            throw unreadable(topic, Problem.WRONG_RECORD, "has a schema that cannot be read as this one: " + e, e);
        } catch (IOException | AvroRuntimeException | ArrayIndexOutOfBoundsException | NegativeArraySizeException e) {
            throw unreadable(topic, Problem.NOT_AVRO, "is not valid Avro binary of its schema: " + e, e);
        }
    }

    private SpecificDatumReader<V> reader(String topic, byte[] bytes) {
        if (bytes.length < HEADER_BYTES) {
            throw unreadable(
                    topic, Problem.NOT_AVRO, "has %d bytes, fewer than the header's 5".formatted(bytes.length), null);
        }
        if (bytes[0] != MAGIC) {
            throw unreadable(
                    topic,
                    Problem.NOT_AVRO,
                    "begins with byte 0x%02x instead of Confluent's magic byte 0x00".formatted(bytes[0]),
                    null);
        }
        int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        Map<Integer, SpecificDatumReader<V>> ofThisThread = readers.get();
        SpecificDatumReader<V> reader = ofThisThread.get(id);
        if (reader == null) {
            reader = new SpecificDatumReader<>(writerSchema(topic, id), schema, data);
            ofThisThread.put(id, reader);
        }
        return reader;
    }

    private Schema writerSchema(String topic, int id) {
        Schema known = writerSchemas.get(id);
        if (known == null) {
            known = registry.schemaById(id);
            if (!known.getFullName().equals(schema.getFullName())) {
                throw unreadable(
                        topic,
                        Problem.WRONG_RECORD,
                        "is a " + known.getFullName() + ", expected a " + schema.getFullName(),
                        null);
            }
            writerSchemas.put(id, known);
        }
        return known;
    }

    private static UnreadableRecordException unreadable(
            String topic, Problem problem, String what, @Nullable Throwable cause) {
        String message = "record of topic " + topic + " " + what;
        return cause == null
                ? new UnreadableRecordException(problem, message)
                : new UnreadableRecordException(problem, message, cause);
    }
}
