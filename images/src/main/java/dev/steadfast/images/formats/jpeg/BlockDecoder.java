package dev.steadfast.images.formats.jpeg;

import dev.steadfast.images.formats.FormatException;

/** Decodes the blocks of one scan, one after the other. Used by one thread. */
interface BlockDecoder {

    /** Decodes what the scan has of a block. */
    void decode(EntropyReader reader, Component component, ScanHeader.Part part, int column, int row)
            throws FormatException;

    /** Makes sure that nothing is left that was to go on: at the end of the scan, and of each restart interval. */
    default void end() throws FormatException {}
}
