package dev.steadfast.deployment;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The settings that there are: those of the reference, which a test of the command line holds against the code. */
final class SettingKeys {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| (?:`([^`]*)`)? ?\\|");

    private SettingKeys() {}

    static List<String> all() {
        return ROW.matcher(Repository.text("docs/reference/settings.md"))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    static String defaultOf(String key) {
        return ROW.matcher(Repository.text("docs/reference/settings.md"))
                .results()
                .filter(row -> row.group(1).equals(key))
                .map(row -> row.group(2))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no setting " + key));
    }

    /** The environment variable of a key. */
    static String variable(String key) {
        return "STEADFAST_" + key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }
}
