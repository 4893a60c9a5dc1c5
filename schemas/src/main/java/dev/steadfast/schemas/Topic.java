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
 * @param retention how long records are kept
 * @param maxMessageBytes the largest record, in bytes
 * @param meaning what it is for, in a sentence
 */
public record Topic<V extends SpecificRecord>(
        String name, Class<V> valueType, String key, Duration retention, int maxMessageBytes, String meaning) {

    /** The subject of its value schema in the registry. */
    public String valueSubject() {
        return name + "-value";
    }

    public Schema valueSchema() {
        return SpecificData.get().getSchema(valueType);
    }
}
