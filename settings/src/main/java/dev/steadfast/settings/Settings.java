package dev.steadfast.settings;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The configuration of one process. A value is taken from the last of these places that names its key:
 *
 * <ol>
 *   <li>the default in the record (or the one that a command gives, {@link #withDefault});
 *   <li>the YAML file, where {@code worker: {poll-tasks: 8}} and {@code worker.poll-tasks: 8} mean the same;
 *   <li>the environment: {@code STEADFAST_WORKER_POLL_TASKS=8};
 *   <li>the command line: {@code --set worker.poll-tasks=8}.
 * </ol>
 *
 * <p>Keys under {@code kafka.} are not interpreted: they pass through to the Kafka and Schema Registry clients, with Kafka's and
 * Confluent's own names ({@code kafka.security.protocol}, {@code kafka.schema.registry.url}; in the environment
 * {@code STEADFAST_KAFKA_SECURITY_PROTOCOL}). Any other key must belong to one of the groups: a key that nothing reads is an error, so that
 * a slip of the pen never silently becomes a default.
 *
 * <p>Immutable; safe for use by several threads.
 */
public final class Settings {

    /** What the name of every environment variable that is a setting begins with. */
    public static final String ENVIRONMENT_PREFIX = "STEADFAST_";

    private static final String KAFKA_PREFIX = "kafka.";
    private static final String KAFKA_ENVIRONMENT_PREFIX = ENVIRONMENT_PREFIX + "KAFKA_";

    /** Variables of the launcher, which share the prefix and are not settings. */
    private static final String LAUNCHER_PREFIX = ENVIRONMENT_PREFIX + "LAUNCHER_";

    /** What Kubernetes puts into the environment for a service whose name begins with our prefix; {@code ..._PORT} is {@code tcp://...}. */
    private static final Pattern SERVICE_LINK = Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\\d+_.*)");

    private record Value(String text, String origin) {}

    private final Map<String, SettingKey> keys;
    private final Map<String, Value> values;

    private Settings(Map<String, SettingKey> keys, Map<String, Value> values) {
        this.keys = keys;
        this.values = values;
    }

    /**
     * Reads the configuration.
     *
     * @param groups the settings records of every component, so that unknown keys are noticed
     * @param file a YAML file, if one was named
     * @param environment the process's environment
     * @param overrides {@code key=value} from the command line, later ones win
     * @throws SettingsException with a line for each problem: an unreadable file, an unknown key, a value that is not {@code key=value}
     */
    public static Settings load(
            List<Class<? extends Record>> groups,
            Optional<Path> file,
            Map<String, String> environment,
            List<String> overrides) {
        Map<String, SettingKey> keys = groups.stream()
                .flatMap(group -> SettingKey.of(group).stream())
                .collect(Collectors.toMap(SettingKey::name, key -> key, (a, b) -> a, LinkedHashMap::new));
        Map<String, Value> values = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        file.ifPresent(path -> readYaml(path, values));
        readEnvironment(environment, keys.values(), values, problems);
        readOverrides(overrides, values, problems);
        values.forEach((key, value) -> {
            if (!key.startsWith(KAFKA_PREFIX) && !keys.containsKey(key)) {
                problems.add("%s: no such setting (from %s); %s".formatted(key, value.origin(), nearest(key, keys)));
            }
        });
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new Settings(keys, values);
    }

    /** The same settings with another default for one key, used where no other place names it. */
    public Settings withDefault(String key, String text) {
        Map<String, Value> changed = new TreeMap<>(values);
        changed.putIfAbsent(key, new Value(text, "default"));
        return new Settings(keys, changed);
    }

    /** The same settings with a value that wins over every other place. */
    public Settings with(String key, String text) {
        Map<String, Value> changed = new TreeMap<>(values);
        changed.put(key, new Value(text, "this command"));
        return new Settings(keys, changed);
    }

    /**
     * Makes one settings record.
     *
     * @throws SettingsException with a line for each value that is of the wrong kind or out of its range, or that the record's
     *     constructor refuses
     */
    public <R extends Record> R bind(Class<R> group) {
        List<String> problems = new ArrayList<>();
        List<SettingKey> components = SettingKey.of(group);
        @Nullable
        Object[] arguments = components.stream().map(key -> read(key, problems)).toArray();
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        try {
            Class<?>[] types = components.stream().map(SettingKey::type).toArray(Class<?>[]::new);
            return group.getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new SettingsException(String.valueOf(refused.getMessage()));
            }
            throw new IllegalStateException("settings record " + group.getName() + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("settings record " + group.getName() + " must be public", e);
        }
    }

    /** What goes to the Kafka and Schema Registry clients: every {@code kafka.} key, without that prefix. */
    public Map<String, String> kafka() {
        Map<String, String> passed = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(KAFKA_PREFIX)) {
                passed.put(key.substring(KAFKA_PREFIX.length()), value.text());
            }
        });
        return passed;
    }

    private @Nullable Object read(SettingKey key, List<String> problems) {
        Value value = values.getOrDefault(key.name(), new Value(key.setting().defaultValue(), "default"));
        try {
            Object parsed = Values.parse(key.type(), value.text());
            if (outOfRange(key, parsed)) {
                throw new IllegalArgumentException("must be " + key.range());
            }
            return parsed;
        } catch (IllegalArgumentException e) {
            String hint =
                    key.setting().hint().isEmpty() ? "" : "; " + key.setting().hint();
            problems.add("%s: %s, was '%s' (from %s)%s"
                    .formatted(key.name(), e.getMessage(), value.text(), value.origin(), hint));
            return null;
        }
    }

    @SuppressWarnings("unchecked") // bounds are of the component's own type, which is Comparable where it has bounds
    private static boolean outOfRange(SettingKey key, Object parsed) {
        String min = key.setting().min();
        String max = key.setting().max();
        return (!min.isEmpty() && ((Comparable<Object>) parsed).compareTo(Values.parse(key.type(), min)) < 0)
                || (!max.isEmpty() && ((Comparable<Object>) parsed).compareTo(Values.parse(key.type(), max)) > 0);
    }

    private static void readYaml(Path file, Map<String, Value> values) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            if (document instanceof Map<?, ?> map) {
                flatten("", map, file.toString(), values);
            } else if (document != null) {
                throw new SettingsException(file + ": must be a YAML mapping of keys to values");
            }
        } catch (YAMLException e) {
            throw new SettingsException(file + ": is not valid YAML: " + e.getMessage());
        } catch (IOException e) {
            throw new SettingsException(file + ": cannot be read: " + e);
        }
    }

    private static void flatten(String prefix, Map<?, ?> map, String origin, Map<String, Value> values) {
        map.forEach((name, value) -> {
            String key = prefix + name;
            if (value instanceof Map<?, ?> nested) {
                flatten(key + ".", nested, origin, values);
            } else if (value instanceof List<?> list) {
                String joined = list.stream().map(String::valueOf).collect(Collectors.joining(","));
                values.put(key, new Value(joined, origin));
            } else {
                values.put(key, new Value(value == null ? "" : value.toString(), origin));
            }
        });
    }

    private static void readEnvironment(
            Map<String, String> environment,
            Iterable<SettingKey> keys,
            Map<String, Value> values,
            List<String> problems) {
        Map<String, String> names = new TreeMap<>();
        keys.forEach(key -> names.put(key.environmentVariable(), key.name()));
        environment.forEach((variable, text) -> {
            if (isServiceLink(variable, text)) {
                return;
            }
            Value value = new Value(text, "environment variable " + variable);
            if (names.containsKey(variable)) {
                values.put(names.get(variable), value);
            } else if (variable.startsWith(KAFKA_ENVIRONMENT_PREFIX)) {
                String kafkaKey = variable.substring(KAFKA_ENVIRONMENT_PREFIX.length());
                values.put(KAFKA_PREFIX + kafkaKey.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            } else if (variable.startsWith(ENVIRONMENT_PREFIX) && !variable.startsWith(LAUNCHER_PREFIX)) {
                problems.add("environment variable " + variable + ": no setting has this name");
            }
        });
    }

    private static boolean isServiceLink(String variable, String text) {
        return SERVICE_LINK.matcher(variable).matches() || text.startsWith("tcp://");
    }

    private static void readOverrides(List<String> overrides, Map<String, Value> values, List<String> problems) {
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                problems.add("--set " + override + ": must be key=value");
            } else {
                values.put(override.substring(0, equals), new Value(override.substring(equals + 1), "--set"));
            }
        }
    }

    private static String nearest(String key, Map<String, SettingKey> keys) {
        String last = key.substring(key.lastIndexOf('.') + 1);
        String group = key.contains(".") ? key.substring(0, key.indexOf('.') + 1) : key + ".";
        List<String> candidates = Stream.concat(
                        keys.keySet().stream().filter(known -> known.endsWith("." + last)),
                        keys.keySet().stream().filter(known -> known.startsWith(group)))
                .distinct()
                .limit(12)
                .toList();
        return candidates.isEmpty()
                ? "keys begin with "
                        + keys.keySet().stream()
                                .map(known -> known.substring(0, known.indexOf('.') + 1))
                                .distinct()
                                .collect(Collectors.joining(", ", "", ", " + KAFKA_PREFIX))
                : "did you mean " + String.join(", ", candidates) + "?";
    }
}
