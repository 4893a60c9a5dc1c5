package dev.steadfast.deployment;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One service of the compose file.
 *
 * @param definition what stands below its name
 */
record ComposeService(String name, Yaml definition) {

    /** Whether its image is one of ours. */
    boolean isOwn() {
        return image().startsWith("steadfast/");
    }

    String image() {
        return definition.at("image").text();
    }

    /** The name of an own image: {@code streams}, {@code worker}, ... */
    String role() {
        return image().replaceAll("^.*/|:.*$", "");
    }

    List<String> command() {
        return definition.at("command").texts();
    }

    List<String> profiles() {
        return definition.at("profiles").texts();
    }

    Map<String, String> environment() {
        Map<String, String> values = new LinkedHashMap<>();
        Yaml environment = definition.at("environment");
        environment.keys().forEach(key -> values.put(key, environment.at(key).text()));
        return values;
    }

    /** The services to wait for, and what for. */
    Map<String, String> dependsOn() {
        Map<String, String> conditions = new LinkedHashMap<>();
        Yaml dependencies = definition.at("depends_on");
        dependencies
                .keys()
                .forEach(other -> conditions.put(
                        other, dependencies.at(other, "condition").text()));
        return conditions;
    }

    /** Whether it ends by itself. */
    boolean isOneShot() {
        return definition.at("restart").text().equals("no");
    }

    /** The health check's command without the word CMD; empty if there is none. */
    List<String> healthcheck() {
        List<String> test = definition.at("healthcheck", "test").texts();
        return test.isEmpty() ? test : test.subList(1, test.size());
    }

    /** How long it may take to stop. */
    Duration grace() {
        return Duration.parse("PT" + definition.at("stop_grace_period").text().toUpperCase(java.util.Locale.ROOT));
    }

    /** In bytes. */
    long memoryLimit() {
        String limit = definition.at("mem_limit").text();
        long number = Long.parseLong(limit.substring(0, limit.length() - 1));
        return switch (limit.charAt(limit.length() - 1)) {
            case 'm' -> number << 20;
            case 'g' -> number << 30;
            default -> throw new AssertionError(name + ": mem_limit " + limit);
        };
    }
}
