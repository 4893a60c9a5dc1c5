package dev.steadfast.integers;

import java.util.HashMap;
import java.util.Map;

/** What is in each register, while a network is checked operation by operation. */
final class Registers {

    /** A register that was written. */
    record Register(int channels, Format format) {}

    private final Map<Integer, Register> written = new HashMap<>();

    Register read(int register) {
        Register found = written.get(register);
        if (found == null) {
            throw new IntegerNetworkException("register " + register + " must be written before it is read");
        }
        return found;
    }

    void write(int register, int channels, Format format) {
        Rules.inRange("register", register, 0, Rules.MOST_REGISTERS - 1);
        Rules.inRange("channels", channels, 1, Rules.MOST_CHANNELS);
        written.put(register, new Register(channels, format));
    }
}
