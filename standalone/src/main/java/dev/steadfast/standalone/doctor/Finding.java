package dev.steadfast.standalone.doctor;

import java.util.Locale;

/**
 * What was seen in one place.
 *
 * @param level whether somebody has to do something
 * @param subject what was looked at, in a word or two
 * @param seen what was seen there
 * @param advice what to do; empty where nothing has to be done
 */
record Finding(Level level, String subject, String seen, String advice) {

    /** What follows from a finding. */
    enum Level {
        /** All is well. */
        OK,

        /** To know; it may be meant so. */
        NOTE,

        /** It works, and not as it could; or it will stop to. */
        WARNING,

        /** It does not work. */
        PROBLEM;

        /** As it is printed. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String subject, String seen) {
        return new Finding(Level.OK, subject, seen, "");
    }

    static Finding note(String subject, String seen, String advice) {
        return new Finding(Level.NOTE, subject, seen, advice);
    }

    static Finding warning(String subject, String seen, String advice) {
        return new Finding(Level.WARNING, subject, seen, advice);
    }

    static Finding problem(String subject, String seen, String advice) {
        return new Finding(Level.PROBLEM, subject, seen, advice);
    }
}
