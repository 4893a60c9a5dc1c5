package dev.steadfast.models;

import java.util.Arrays;

/**
 * What one forward pass returned, row by row.
 *
 * @param values flat, row after row
 * @param classes values in a row
 */
@SuppressWarnings("ArrayRecordComponent") // a view: never compared, never changed
record Logits(float[] values, int classes) {
    /** The vote of a row that names no class. */
    static final int INVALID = -1;

    /**
     * The class that a row votes for: the one of the largest logit. A row with a NaN or an infinity anywhere, or with two
     * largest logits, votes for none, whatever the order in which a device would compare them.
     *
     * @return the class, or {@link #INVALID}
     */
    int vote(int row) {
        int winner = 0;
        boolean unique = true;
        for (int c = 0; c < classes; c++) {
            float logit = at(row, c);
            if (!Float.isFinite(logit)) {
                return INVALID;
            }
            if (c > 0 && logit >= at(row, winner)) {
                unique = logit > at(row, winner);
                winner = c;
            }
        }
        return unique ? winner : INVALID;
    }

    /** {@return the logits of a row} */
    float[] row(int row) {
        return Arrays.copyOfRange(values, row * classes, (row + 1) * classes);
    }

    /** Whether two rows, of this and another pass, are the same to the last bit. */
    boolean rowEquals(int row, Logits other, int otherRow) {
        for (int c = 0; c < classes; c++) {
            if (Float.floatToRawIntBits(at(row, c)) != Float.floatToRawIntBits(other.at(otherRow, c))) {
                return false;
            }
        }
        return true;
    }

    /** The largest difference between two rows, of this and another pass; infinite if a value is there in one only. */
    double distance(int row, Logits other, int otherRow) {
        double largest = 0;
        for (int c = 0; c < classes; c++) {
            double difference = Math.abs((double) at(row, c) - other.at(otherRow, c));
            largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
        }
        return largest;
    }

    /** The largest absolute value of a row, of those that are finite. */
    double largest(int row) {
        double largest = 0;
        for (int c = 0; c < classes; c++) {
            float logit = at(row, c);
            largest = Float.isFinite(logit) ? Math.max(largest, Math.abs(logit)) : largest;
        }
        return largest;
    }

    private float at(int row, int c) {
        return values[row * classes + c];
    }
}
