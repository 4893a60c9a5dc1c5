package dev.steadfast.streams.intake;

import dev.steadfast.avro.RejectionReason;

/** A frame that breaks a rule of the intake. */
final class RejectionException extends Exception {

    private static final long serialVersionUID = 1L;

    private final RejectionReason reason;

    RejectionException(RejectionReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    RejectionException(RejectionReason reason, Exception cause) {
        super(cause.getMessage(), cause);
        this.reason = reason;
    }

    RejectionReason reason() {
        return reason;
    }

    String explanation() {
        return String.valueOf(getMessage());
    }
}
