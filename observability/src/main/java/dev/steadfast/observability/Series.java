package dev.steadfast.observability;

import java.util.List;
import java.util.Map;

/** Values over time, or one value, of one set of labels. */
record Series(Map<String, String> labels, List<Point> points) {

    /** One value; never NaN. */
    record Point(double epochSeconds, double value) {}

    /** Its name in a legend, where {@code {{label}}} stands for the label's value. */
    String called(String legend) {
        String name = legend;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            name = name.replace("{{" + label.getKey() + "}}", label.getValue());
        }
        return name.replaceAll("\\{\\{\\w+}}", "").strip();
    }
}
