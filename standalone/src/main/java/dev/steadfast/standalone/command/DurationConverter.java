package dev.steadfast.standalone.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What an option says of a time: {@code 500ms}, {@code 2s}, {@code 1h}; ten years at the most, which fit a count of nanoseconds. */
public final class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern WORDS = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Duration LONGEST = Duration.ofDays(3650);

    @Override
    public Duration convert(String words) {
        Matcher matcher = WORDS.matcher(words);
        if (!matcher.matches()) {
            throw new TypeConversionException("must be a time such as 500ms, 2s, 10m or 1h, but is \"" + words + "\"");
        }
        long number = Long.parseLong(matcher.group(1));
        Duration time =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ofHours(number);
                };
        if (time.compareTo(LONGEST) > 0) {
            throw new TypeConversionException("must be at most %dh, but is \"%s\"".formatted(LONGEST.toHours(), words));
        }
        return time;
    }
}
