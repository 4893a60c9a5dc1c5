package dev.steadfast.settings;

import java.util.List;

/** Writes the reference of all settings as Markdown tables, from the same annotations that are enforced. */
public final class SettingsReference {

    private SettingsReference() {}

    /** One section with a table for each group, in the given order. */
    public static String markdown(List<Class<? extends Record>> groups) {
        StringBuilder text = new StringBuilder();
        for (Class<? extends Record> group : groups) {
            List<SettingKey> keys = SettingKey.of(group);
            text.append("## ")
                    .append(group.getAnnotation(SettingsGroup.class).value())
                    .append("\n\n");
            text.append("| key | default | range | meaning |\n|---|---|---|---|\n");
            for (SettingKey key : keys) {
                text.append("| `%s` | %s | %s | %s |\n"
                        .formatted(
                                key.name(),
                                code(key.setting().defaultValue()),
                                key.range(),
                                key.setting().value()));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String code(String value) {
        return value.isEmpty() ? "" : "`" + value + "`";
    }
}
