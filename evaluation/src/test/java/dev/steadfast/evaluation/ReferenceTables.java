package dev.steadfast.evaluation;

import java.nio.file.Path;

/**
 * Tables as {@code certify.py} of the reference implementation writes them: made up, printed by Python with its format strings. What
 * they come to was computed from the files in Python, with exact fractions.
 */
public final class ReferenceTables {

    /** Times in plain seconds, as in the tables that were published. */
    public static final Path SIGMA_025 = Path.of("src/test/resources/reference/sigma_0.25.tsv");

    /** Times as {@code str(timedelta)}. */
    public static final Path SIGMA_050 = Path.of("src/test/resources/reference/sigma_0.50.tsv");

    private ReferenceTables() {}
}
