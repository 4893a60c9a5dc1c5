package dev.steadfast.evaluation.measurement;

import dev.steadfast.smoothing.bounds.Rounding;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a result is written: the columns of Cohen et al.'s {@code certify.py}, with tabs between them. Those of {@code predict.py}, which certifies
 * no radius, are read too.
 */
public final class ResultLine {

    public static final String HEADER = "idx\tlabel\tpredict\tradius\tcorrect\ttime";

    private static final String PREDICT_HEADER = "idx\tlabel\tpredict\tcorrect\ttime";

    /** The reference keeps three significant digits, of which the last may be rounded up. */
    private static final int RADIUS_DECIMALS = 6;

    private static final String NO_RADIUS = "0.0";

    private static final int SHOWN_CHARACTERS = 60;
    private static final long NANOS_A_MICROSECOND = 1_000;

    /** Python's {@code str(timedelta)}. */
    private static final Pattern TIMEDELTA =
            Pattern.compile("(?:(\\d{1,9}) days?, )?(\\d{1,2}):([0-5]\\d):([0-5]\\d)(?:\\.(\\d{6}))?");

    /** The tables that were published with the reference implementation have these. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");

    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,9}");

    /** Also 5e-05, which is how Python shows small ones. */
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(?:\\.\\d{1,20})?(?:e[-+]?\\d{1,3})?");

    private ResultLine() {}

    static String write(ImageResult result) {
        return String.join(
                "\t",
                Integer.toString(result.idx()),
                Integer.toString(result.label()),
                Integer.toString(result.predict()),
                result.radius() == 0 ? NO_RADIUS : Rounding.down(result.radius(), RADIUS_DECIMALS),
                result.correct() ? "1" : "0",
                timedelta(result.time()));
    }

    /** {@return whether a table with this first line can be read} */
    static boolean knows(String header) {
        return header.equals(HEADER) || header.equals(PREDICT_HEADER);
    }

    /**
     * Reads a line.
     *
     * @param header one that is {@linkplain #knows known}
     * @throws IllegalArgumentException with the rule that is broken, and what was found
     */
    static ImageResult read(String header, String line) {
        boolean certified = header.equals(HEADER);
        int columns = header.split("\t", -1).length;
        String[] cells = line.split("\t", -1);
        if (cells.length != columns) {
            throw new IllegalArgumentException("must have %d columns with tabs between them, but has %d: '%s'"
                    .formatted(columns, cells.length, shown(line)));
        }
        return new ImageResult(
                integer("idx", cells[0]),
                integer("label", cells[1]),
                integer("predict", cells[2]),
                certified ? radius(cells[3]) : 0,
                correct(cells[columns - 2]),
                time(cells[columns - 1]));
    }

    private static int integer(String column, String cell) {
        requireMatch(INTEGER, column, "a whole number", cell);
        return Integer.parseInt(cell);
    }

    private static double radius(String cell) {
        requireMatch(NUMBER, "radius", "a number, 0 or more", cell);
        return Double.parseDouble(cell);
    }

    private static boolean correct(String cell) {
        ImageResult.check(cell.equals("0") || cell.equals("1"), "correct", "0 or 1", quoted(cell));
        return cell.equals("1");
    }

    private static Duration time(String cell) {
        Matcher timedelta = TIMEDELTA.matcher(cell);
        if (timedelta.matches()) {
            return Duration.ofDays(timedelta.group(1) == null ? 0 : Long.parseLong(timedelta.group(1)))
                    .plusHours(Long.parseLong(timedelta.group(2)))
                    .plusMinutes(Long.parseLong(timedelta.group(3)))
                    .plusSeconds(Long.parseLong(timedelta.group(4)))
                    .plusNanos(
                            timedelta.group(5) == null ? 0 : Long.parseLong(timedelta.group(5)) * NANOS_A_MICROSECOND);
        }
        requireMatch(SECONDS, "time", "like 0:00:01.234567, or a number of seconds", cell);
        return Duration.ofNanos(Math.round(Double.parseDouble(cell) * 1e9));
    }

    private static String timedelta(Duration time) {
        long micros = time.toNanosPart() / NANOS_A_MICROSECOND;
        String days = time.toDays() == 0 ? "" : time.toDays() + (time.toDays() == 1 ? " day, " : " days, ");
        String fraction = micros == 0 ? "" : String.format(Locale.ROOT, ".%06d", micros);
        return String.format(
                Locale.ROOT,
                "%s%d:%02d:%02d%s",
                days,
                time.toHoursPart(),
                time.toMinutesPart(),
                time.toSecondsPart(),
                fraction);
    }

    private static void requireMatch(Pattern pattern, String column, String rule, String cell) {
        ImageResult.check(pattern.matcher(cell).matches(), column, rule, quoted(cell));
    }

    private static String quoted(String text) {
        return "'" + shown(text) + "'";
    }

    static String shown(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
    }
}
