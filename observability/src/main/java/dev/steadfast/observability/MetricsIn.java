package dev.steadfast.observability;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of metrics in an expression of Prometheus: names with one of the prefixes that metrics have here. */
final class MetricsIn {

    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Pattern NAME = Pattern.compile("\\b(?:steadfast|kafka|jvm|process|system)_[a-z0-9_]+\\b");

    private MetricsIn() {}

    static Set<String> expression(String expression) {
        Matcher names = NAME.matcher(STRING.matcher(expression).replaceAll("\"\""));
        Set<String> found = new TreeSet<>();
        while (names.find()) {
            found.add(names.group());
        }
        return found;
    }
}
