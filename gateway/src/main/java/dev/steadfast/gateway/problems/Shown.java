package dev.steadfast.gateway.problems;

/** What clients sent, as it is told back to them: short, however long it was. */
public final class Shown {

    private static final int MOST = 64;

    private Shown() {}

    public static String of(String text) {
        return text.length() <= MOST ? text : text.substring(0, MOST) + "...";
    }
}
