package dev.steadfast.schemas;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many samples somebody may have spent: so many a second in the long run, and so many at once after having had none for a while (a token bucket).
 * People write it as {@code 500/s+20000}; {@code 500/s} has ten seconds' worth at once.
 *
 * @param perSecond from 1 to {@value #MOST}
 * @param burst samples at once, likewise
 */
public record SampleBudget(long perSecond, long burst) {

    private static final long MOST = 1_000_000_000;
    private static final int USUAL_SECONDS = 10;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,10})/s(?:\\+(\\d{1,10}))?");

    public SampleBudget {
        requireInRange(perSecond);
        requireInRange(burst);
    }

    /**
     * Reads what people write.
     *
     * @throws IllegalArgumentException if it is no budget, or out of range; with rule and value
     */
    public static SampleBudget parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be samples a second, and perhaps how many at once, such as 500/s or 500/s+20000; was '%s'"
                            .formatted(text));
        }
        long perSecond = Long.parseLong(matcher.group(1));
        requireInRange(perSecond);
        return new SampleBudget(
                perSecond,
                matcher.group(2) == null
                        ? Math.min(MOST, USUAL_SECONDS * perSecond)
                        : Long.parseLong(matcher.group(2)));
    }

    /**
     * Reads a setting, in which nothing stands for no budget.
     *
     * @param key of the setting, for people
     * @throws IllegalArgumentException as {@link #parse} does, with the key
     */
    public static Optional<SampleBudget> ofSetting(String key, String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(key, e.getMessage()), e);
        }
    }

    private static void requireInRange(long samples) {
        if (samples < 1 || samples > MOST) {
            throw new IllegalArgumentException(
                    "the samples of a budget must be from 1 to %d, were %d".formatted(MOST, samples));
        }
    }

    @Override
    public String toString() {
        return perSecond + "/s+" + burst;
    }
}
