package dev.steadfast.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes one record component as a configuration value: what it means, its unit, its range and its default. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /** What the value does, in a sentence that a reader of the reference understands without the code. */
    String value();

    /** The unit of a number, for the reference and for errors; empty where the value carries its own (a duration). */
    String unit() default "";

    /** The default, written as a user would write it. */
    String defaultValue();

    /** The least value allowed, written as a user would write it; empty for none. */
    String min() default "";

    /** The greatest value allowed, written as a user would write it; empty for none. */
    String max() default "";

    /** What a value that cannot be read may have been meant for, said with the error; empty for nothing. */
    String hint() default "";
}
