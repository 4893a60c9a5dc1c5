package dev.steadfast.settings;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One configuration key, as a record component declares it.
 *
 * @param name the whole key, {@code worker.poll-tasks}
 * @param type the component's type
 * @param setting its meaning, unit, range and default
 */
public record SettingKey(String name, Class<?> type, Setting setting) {

    /**
     * Lists the keys of a settings record, in the order of its components.
     *
     * @throws IllegalArgumentException if the record or one of its components lacks its annotation: a fault of the program
     */
    public static List<SettingKey> of(Class<? extends Record> group) {
        SettingsGroup prefix = group.getAnnotation(SettingsGroup.class);
        if (prefix == null) {
            throw new IllegalArgumentException(group.getName() + " has no @SettingsGroup");
        }
        return Arrays.stream(group.getRecordComponents())
                .map(component -> of(prefix.value(), component))
                .toList();
    }

    private static SettingKey of(String prefix, RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalArgumentException(component + " has no @Setting");
        }
        return new SettingKey(prefix + "." + kebabCase(component.getName()), component.getType(), setting);
    }

    /** The environment variable that sets this key: {@code STEADFAST_WORKER_POLL_TASKS}. */
    public String environmentVariable() {
        return Settings.ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** The range in words, {@code between 1 and 1000 tasks}; empty if there is none. */
    public String range() {
        String unit = setting.unit().isEmpty() ? "" : " " + setting.unit();
        boolean min = !setting.min().isEmpty();
        boolean max = !setting.max().isEmpty();
        if (min && max) {
            return "between " + setting.min() + " and " + setting.max() + unit;
        }
        return min ? "at least " + setting.min() + unit : max ? "at most " + setting.max() + unit : "";
    }

    private static String kebabCase(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
