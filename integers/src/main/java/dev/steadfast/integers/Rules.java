package dev.steadfast.integers;

/** Checks of the numbers that a program holds. */
final class Rules {
    static final int MOST_CHANNELS = 1 << 14;
    static final int MOST_REGISTERS = 1 << 10;

    /** Powers of two, far from where fp32 ends. */
    static final int MOST_EXPONENT = 24;

    private Rules() {}

    static void inRange(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IntegerNetworkException(what + " must be " + least + " to " + most + ", but is " + value);
        }
    }

    static void equal(String what, long value, long expected) {
        if (value != expected) {
            throw new IntegerNetworkException(what + " must be " + expected + ", but is " + value);
        }
    }
}
