package dev.steadfast.observability;

import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.List;
import java.util.Locale;

/** Colours, fonts and numbers of the picture. */
final class Look {

    static final Color PAGE = new Color(0x111217);
    static final Color PANEL = new Color(0x181b1f);
    static final Color EDGE = new Color(0x2c3235);
    static final Color TEXT = new Color(0xd8d9da);
    static final Color QUIET = new Color(0x8e9297);

    /** Okabe and Ito's, which people with any colour vision can tell apart, lightened for a dark page. */
    static final List<Color> LINES = List.of(
            new Color(0x56b4e9),
            new Color(0xe69f00),
            new Color(0x2fc48d),
            new Color(0xf0e442),
            new Color(0xcc79a7),
            new Color(0xf07a3c),
            new Color(0x7d8ff5),
            new Color(0xbfc3c7));

    private static final DecimalFormatSymbols ENGLISH = DecimalFormatSymbols.getInstance(Locale.ENGLISH);

    private Look() {}

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /** A number in a unit of Grafana's, short. */
    static String number(double value, String unit) {
        return switch (unit) {
            case "percentunit" -> format("0.#", value * 100) + " %";
            case "bytes" -> scaled(value, 1024, List.of(" B", " KiB", " MiB", " GiB", " TiB"));
            case "s" -> seconds(value);
            case "ms" -> format("0.#", value) + " ms";
            case "reqps", "ops" -> scaled(value, 1000, List.of("/s", "k/s", "M/s"));
            default -> scaled(value, 1000, List.of("", "k", "M", "G"));
        };
    }

    private static String seconds(double value) {
        if (value != 0 && Math.abs(value) < 1) {
            return format("0.#", value * 1000) + " ms";
        }
        return value < 120 ? format("0.##", value) + " s" : format("0.#", value / 60) + " min";
    }

    private static String scaled(double value, int base, List<String> units) {
        double rest = value;
        int unit = 0;
        while (Math.abs(rest) >= base && unit < units.size() - 1) {
            rest /= base;
            unit++;
        }
        return format(Math.abs(rest) >= 100 ? "0" : "0.##", rest) + units.get(unit);
    }

    private static String format(String pattern, double value) {
        return new DecimalFormat(pattern, ENGLISH).format(value);
    }

    /** The same, for the ticks of an axis. */
    static NumberFormat ticks(String unit) {
        return new NumberFormat() {

            private static final long serialVersionUID = 1L;

            @Override
            public StringBuffer format(double value, StringBuffer into, FieldPosition position) {
                return into.append(number(value, unit));
            }

            @Override
            public StringBuffer format(long value, StringBuffer into, FieldPosition position) {
                return into.append(number((double) value, unit));
            }

            @Override
            public Number parse(String text, ParsePosition position) {
                throw new UnsupportedOperationException("for writing only");
            }
        };
    }
}
