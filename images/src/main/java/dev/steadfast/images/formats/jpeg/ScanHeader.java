package dev.steadfast.images.formats.jpeg;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A scan header (ITU-T T.81, B.2.3), with the tables that held when it came, and the place of its data.
 *
 * @param parts its components
 * @param firstCoefficient first coefficient in zigzag order (Ss)
 * @param lastCoefficient last coefficient (Se)
 * @param highBit how many low bits were still to be sent before it (Ah); 0 for none sent before
 * @param lowBit how many are after it (Al)
 * @param restartInterval MCUs between restart markers; 0 for none
 * @param quantisation steps of the components whose first scan this is, by the components' place in the frame, in natural order
 * @param from where its data begin
 * @param end where they end
 */
record ScanHeader(
        List<Part> parts,
        int firstCoefficient,
        int lastCoefficient,
        int highBit,
        int lowBit,
        int restartInterval,
        Map<Integer, int[]> quantisation,
        int from,
        int end) {

    /**
     * A component of a scan.
     *
     * @param component its place in the frame
     * @param dc codes of its DC coefficients; null where the scan needs none
     * @param ac codes of its other coefficients; null where the scan needs none
     */
    record Part(
            int component,
            @Nullable HuffmanTable dc,
            @Nullable HuffmanTable ac) {}
}
