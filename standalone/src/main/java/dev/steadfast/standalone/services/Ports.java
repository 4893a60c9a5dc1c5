package dev.steadfast.standalone.services;

import dev.steadfast.broker.FreePorts;
import dev.steadfast.standalone.command.CommandException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ports of this machine. */
public final class Ports {

    private static final int MAX = 65_535;

    private Ports() {}

    /**
     * Looks whether ports can be listened on, before anything is started.
     *
     * @param ports port by the option that sets it; 0 stands for any free one
     * @throws CommandException that names every port that is out of range, given twice or taken, and the option to choose another with
     */
    public static void requireFree(Map<String, Integer> ports) {
        Map<Integer, String> seen = new HashMap<>();
        List<String> problems = new ArrayList<>();
        ports.forEach((option, port) -> {
            if (port == 0) {
                return;
            }
            String other = seen.putIfAbsent(port, option);
            if (port < 0 || port > MAX) {
                problems.add("%s: must be from 0 (any free port) to %d, was %d".formatted(option, MAX, port));
            } else if (other != null) {
                problems.add("port %d is given for both %s and %s: choose another with %s"
                        .formatted(port, other, option, option));
            } else if (!FreePorts.isFree(port)) {
                problems.add("port %d on 127.0.0.1 is taken: choose another with %s".formatted(port, option));
            }
        });
        if (!problems.isEmpty()) {
            throw new CommandException(String.join(System.lineSeparator(), problems));
        }
    }
}
