package dev.steadfast.management;

/**
 * How a service is.
 *
 * @param condition what its probes are told
 * @param detail why, for people; no secrets, since the port asks for no credentials
 */
public record Health(Condition condition, String detail) {

    /** What a supervisor should make of a service. */
    public enum Condition {
        /** It does its work. */
        READY,

        /** It does not work now, and may by itself: it starts, or something it needs is away. */
        UNREADY,

        /** It will never work again: it should be replaced. */
        DEAD
    }

    public static Health ready(String detail) {
        return new Health(Condition.READY, detail);
    }

    public static Health unready(String detail) {
        return new Health(Condition.UNREADY, detail);
    }

    public static Health dead(String detail) {
        return new Health(Condition.DEAD, detail);
    }

    /** Whether it should be left alone. */
    public boolean live() {
        return condition != Condition.DEAD;
    }

    /** Whether it does its work. */
    public boolean ready() {
        return condition == Condition.READY;
    }
}
