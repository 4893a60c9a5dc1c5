package dev.steadfast.schemas;

import java.time.Duration;

/** How old a frame may be when it is answered, from its capture. */
public final class MaxAge {

    /** The shortest that can be asked for. */
    public static final Duration SHORTEST = Duration.ofMillis(1);

    /** The longest. */
    public static final Duration LONGEST = Duration.ofHours(6);

    private MaxAge() {}

    /** Whether it can be asked for. */
    public static boolean isAllowed(Duration age) {
        return age.compareTo(SHORTEST) >= 0 && age.compareTo(LONGEST) <= 0;
    }
}
