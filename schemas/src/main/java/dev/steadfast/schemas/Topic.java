package dev.steadfast.schemas;

import java.time.Duration;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic of the catalogue. Keys are strings (UTF-8) everywhere.
 *
 * @param name the topic's name
 * @param valueType what its records are
 * @param key what its keys are, in words
 * @param retention how long records are kept; of a compacted topic, how long one whose key has a newer record may be
 * @param compacted whether the newest record of each key is kept for good
 * @param maxMessageBytes the largest record, in bytes
 * @param meaning what it is for, in a sentence
 */
public record Topic<V extends SpecificRecord>(
        String name,
        Class<V> valueType,
        String key,
        Duration retention,
        boolean compacted,
        int maxMessageBytes,
        String meaning) {

    /** A topic whose records are deleted after a while. */
    static <V extends SpecificRecord> Topic<V> kept(
            String name, Class<V> valueType, String key, Duration retention, int maxMessageBytes, String meaning) {
        return new Topic<>(name, valueType, key, retention, false, maxMessageBytes, meaning);
    }

    /** A topic that tells the newest of each key. */
    static <V extends SpecificRecord> Topic<V> newest(
            String name, Class<V> valueType, String key, Duration outdated, int maxMessageBytes, String meaning) {
        return new Topic<>(name, valueType, key, outdated, true, maxMessageBytes, meaning);
    }

    /** A topic for the same records under another name. */
    Topic<V> named(String other) {
        return new Topic<>(other, valueType, key, retention, compacted, maxMessageBytes, meaning);
    }

    /** The subject of its value schema in the registry. */
    public String valueSubject() {
        return name + "-value";
    }

    public Schema valueSchema() {
        return SpecificData.get().getSchema(valueType);
    }
}
