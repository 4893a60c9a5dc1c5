package dev.steadfast.settings;

import java.util.List;

/** A configuration that cannot be used. The message has one line for each problem: key, rule, value, and where the value came from. */
public final class SettingsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public SettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }

    public SettingsException(String problem) {
        this(List.of(problem));
    }
}
