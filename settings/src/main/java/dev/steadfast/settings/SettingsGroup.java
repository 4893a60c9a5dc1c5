package dev.steadfast.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a record whose components, each with a {@link Setting}, are the configuration keys under one prefix. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SettingsGroup {

    /** The first part of each key: {@code worker} for {@code worker.poll-tasks}. */
    String value();
}
