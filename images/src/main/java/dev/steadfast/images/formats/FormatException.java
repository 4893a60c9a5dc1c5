package dev.steadfast.images.formats;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;

/** An encoded image that is not decoded. The message completes the sentence "the image ...". */
public final class FormatException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Fault {
        /** It breaks the rules of its format, or ends early. */
        CORRUPT,
        /** It keeps the rules, but is of a kind that decoders disagree about, or that this one does not know. */
        UNSUPPORTED,
        TOO_MANY_PIXELS,
        TOO_MANY_SCANS,
        /** Pixels times scans are too many, or take too much memory. */
        TOO_MUCH_WORK,
        /** Decoding took too long: of all faults the only one that may come and go. */
        OUT_OF_TIME
    }

    private final Fault fault;

    private FormatException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    /** Makes one, with a message for {@link String#format}. */
    @FormatMethod
    public static FormatException of(Fault fault, @FormatString String message, Object... values) {
        return new FormatException(fault, message.formatted(values));
    }

    /** Makes one for an image that breaks the rules of its format. */
    @FormatMethod
    public static FormatException corrupt(@FormatString String message, Object... values) {
        return of(Fault.CORRUPT, message, values);
    }

    /** Makes one for an image of a kind that is not taken. */
    @FormatMethod
    public static FormatException unsupported(@FormatString String message, Object... values) {
        return of(Fault.UNSUPPORTED, message, values);
    }

    public Fault fault() {
        return fault;
    }
}
