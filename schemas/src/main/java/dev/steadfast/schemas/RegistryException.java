package dev.steadfast.schemas;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The schema registry could not be reached, or would not answer. Says nothing about the record: the same call may succeed later where
 * {@link #retriable()}, and never where the registry refused (a missing permission, an incompatible schema).
 */
public final class RegistryException extends SerializationException {

    private static final long serialVersionUID = 1L;

    private final boolean retriable;

    RegistryException(String message, boolean retriable, Throwable cause) {
        super(message, cause);
        this.retriable = retriable;
    }

    public boolean retriable() {
        return retriable;
    }
}
