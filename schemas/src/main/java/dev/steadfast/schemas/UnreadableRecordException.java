package dev.steadfast.schemas;

import org.apache.kafka.common.errors.SerializationException;

/** Bytes that are not the record they should be. Reading them again gives the same error: a poison record. */
public final class UnreadableRecordException extends SerializationException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the bytes. */
    public enum Problem {
        /** No magic byte 0 and schema id at the front, or not the Avro binary that the schema announces. */
        NOT_AVRO,
        /** The registry has no schema with the id that the record names. */
        UNKNOWN_SCHEMA,
        /** A well-formed record of another kind, or of a version that cannot be read as the expected one. */
        WRONG_RECORD
    }

    private final Problem problem;

    UnreadableRecordException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    UnreadableRecordException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
