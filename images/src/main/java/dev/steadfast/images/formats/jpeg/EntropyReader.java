package dev.steadfast.images.formats.jpeg;

import dev.steadfast.images.formats.FormatException;

/**
 * Reads the entropy-coded data of one scan, bit by bit (ITU-T T.81, F.2.2.5). Not one bit is made up: data that end early, codes that do
 * not exist, bytes left over and restart markers that are missing all end in an exception. Used by one thread.
 */
final class EntropyReader {

    private static final int BYTE = 0xff;
    private static final int HIGHEST_FILL = Long.SIZE - 2 * Byte.SIZE;

    private final byte[] data;
    private final int end;
    private final int scan;
    private int position;

    /** The last {@link #count} bits of this are read from the data, and not yet consumed. */
    private long bits;

    private int count;

    /**
     * @param from where the data begin
     * @param end where they end: at a marker that is no restart, or behind the last byte
     * @param scan which scan this is, from 1, for messages
     */
    EntropyReader(byte[] data, int from, int end, int scan) {
        this.data = data;
        this.position = from;
        this.end = end;
        this.scan = scan;
    }

    /** {@return the symbol of the next code} */
    int symbol(HuffmanTable table) throws FormatException {
        if (count < HuffmanTable.MAX_LENGTH) {
            fill();
        }
        int missing = HuffmanTable.MAX_LENGTH - count;
        int window = (int) (missing > 0 ? bits << missing : bits >>> -missing) & 0xffff;
        int found = table.find(window);
        if (found == 0) {
            throw count < HuffmanTable.MAX_LENGTH
                    ? endsEarly()
                    : FormatException.corrupt("is damaged: there is a bad Huffman code in scan %d", scan);
        }
        consume(found >> Byte.SIZE);
        return found & BYTE;
    }

    /** {@return the next bits, 0 to 16 of them, as an unsigned number} */
    int number(int length) throws FormatException {
        if (count < length) {
            fill();
        }
        consume(length);
        return (int) (bits >>> count) & (1 << length) - 1;
    }

    /** {@return the next bits, 0 to 16 of them, as a difference or coefficient of that size (T.81, F.2.2.1)} */
    int signed(int length) throws FormatException {
        int number = number(length);
        return length > 0 && number < 1 << (length - 1) ? number - (1 << length) + 1 : number;
    }

    boolean bit() throws FormatException {
        return number(1) == 1;
    }

    /** Passes the restart marker that must be next, 0 to 7. */
    void restart(int number) throws FormatException {
        int marker = position;
        while (marker + 2 < end && isFill(marker) && isFill(marker + 1)) {
            marker++;
        }
        if (count >= Byte.SIZE || marker + 1 >= end || !isFill(marker) || (data[marker + 1] & BYTE) != 0xd0 + number) {
            throw position >= end
                    ? endsEarly()
                    : FormatException.corrupt("is damaged: restart marker %d is missing in scan %d", number, scan);
        }
        position = marker + 2;
        count = 0;
    }

    /** Makes sure that nothing is left but padding. */
    void finish() throws FormatException {
        int at = position;
        while (at < end && isFill(at) && (at + 1 == end || isFill(at + 1) || isRestart(at + 1))) {
            at += at + 1 < end && isRestart(at + 1) ? 2 : 1;
        }
        int extraneous = count / Byte.SIZE + end - at;
        if (extraneous > 0) {
            throw FormatException.corrupt(
                    "is damaged: there are %d extraneous bytes after the last block of scan %d", extraneous, scan);
        }
    }

    private void consume(int length) throws FormatException {
        if (length > count) {
            throw endsEarly();
        }
        count -= length;
    }

    private void fill() {
        while (count <= HIGHEST_FILL && position < end) {
            int next = data[position] & BYTE;
            if (next == BYTE) {
                if (position + 1 >= end || data[position + 1] != 0) {
                    return; // a restart marker, or fill bytes before the marker that ends the scan
                }
                position++;
            }
            position++;
            bits = bits << Byte.SIZE | next;
            count += Byte.SIZE;
        }
    }

    private FormatException endsEarly() {
        if (end == data.length && position >= end - 1) {
            return FormatException.corrupt("ends before its last pixel");
        }
        return FormatException.corrupt("is damaged: the data of scan %d end before their last block", scan);
    }

    private boolean isFill(int at) {
        return data[at] == (byte) BYTE;
    }

    private boolean isRestart(int at) {
        return Marker.isRestart(data[at] & BYTE);
    }
}
