package dev.steadfast.images.formats.png;

import dev.steadfast.images.formats.Budget;
import dev.steadfast.images.formats.Decoded;
import dev.steadfast.images.formats.Exif;
import dev.steadfast.images.formats.FormatException;
import dev.steadfast.images.formats.Orientation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a PNG. Samples are taken as they are: alpha and transparent colours are ignored, as are gamma and colour profiles. Samples of
 * 16 bits are rounded to 8, of fewer spread over 0 to 255. The end chunk may be missing, and what follows it is not looked at. Used by one
 * thread, for one file.
 */
public final class PngDecoder {

    private static final int SIGNATURE_BYTES = 8;
    private static final int CHUNK_BYTES = 12;
    private static final int NAME_BYTES = 4;
    private static final int PALETTE_ENTRY_BYTES = 3;
    private static final Pattern LETTERS = Pattern.compile("[A-Za-z]{4}");

    private final ByteBuffer data;
    private final Budget budget;
    private final List<ByteBuffer> compressed = new ArrayList<>();
    private @Nullable PngHeader header;
    private byte @Nullable [] palette;
    private Optional<Orientation> orientation = Optional.empty();

    private PngDecoder(byte[] data, Budget budget) {
        this.data = ByteBuffer.wrap(data);
        this.budget = budget;
    }

    /**
     * Decodes an image.
     *
     * @param data bytes that begin with PNG's signature
     * @throws FormatException if they are not all of an image, or of one that is not taken
     */
    public static Decoded decode(byte[] data, Budget budget) throws FormatException {
        return new PngDecoder(data, budget).decode();
    }

    private Decoded decode() throws FormatException {
        data.position(SIGNATURE_BYTES);
        boolean more = true;
        while (more && data.remaining() >= CHUNK_BYTES) {
            more = chunk();
        }
        if (header == null) {
            throw FormatException.corrupt("has no header");
        }
        byte[] rgb = new PngPixels(header, palette, compressed, budget).read();
        return new Decoded(header.width(), header.height(), rgb, orientation);
    }

    /**
     * Takes the next chunk.
     *
     * @return whether there may be more
     */
    private boolean chunk() throws FormatException {
        int length = data.getInt();
        byte[] name = new byte[NAME_BYTES];
        data.get(data.position(), name);
        String type = new String(name, StandardCharsets.ISO_8859_1);
        if (!LETTERS.matcher(type).matches()) {
            throw FormatException.corrupt("is damaged: a chunk has a name that is not four letters");
        }
        if (header == null && !type.equals("IHDR")) {
            throw FormatException.corrupt("does not begin with its header");
        }
        if (length < 0 || length > data.remaining() - CHUNK_BYTES + Integer.BYTES) {
            if (type.equals("IDAT")) { // what there is of it may hold all pixels, or say what is missing
                compressed.add(data.slice(data.position() + NAME_BYTES, data.remaining() - NAME_BYTES));
            }
            if (!compressed.isEmpty()) {
                return false;
            }
            throw FormatException.corrupt("ends before its last pixel, within a chunk %s", type);
        }
        ByteBuffer content = data.slice(data.position() + NAME_BYTES, length);
        boolean intact = checksum(NAME_BYTES + length) == data.getInt(data.position() + NAME_BYTES + length);
        data.position(data.position() + length + CHUNK_BYTES - Integer.BYTES);
        boolean critical = (name[0] & 0x20) == 0;
        if (critical && !intact) {
            throw FormatException.corrupt("is damaged: the checksum of a chunk %s is wrong", type);
        }
        switch (type) {
            case "IHDR" -> header(content);
            case "PLTE" -> palette(content);
            case "IDAT" -> compressed.add(content);
            case "IEND" -> {
                return false;
            }
            case "eXIf" -> {
                if (intact && orientation.isEmpty()) {
                    byte[] exif = new byte[length];
                    content.get(exif);
                    orientation = Exif.orientation(exif, 0, length);
                }
            }
            default -> {
                if (critical) {
                    throw FormatException.unsupported("has a chunk %s, which only some decoders know", type);
                }
            }
        }
        return true;
    }

    private int checksum(int length) {
        CRC32 crc = new CRC32();
        crc.update(data.slice(data.position(), length));
        return (int) crc.getValue();
    }

    private void header(ByteBuffer content) throws FormatException {
        if (header != null) {
            throw FormatException.corrupt("has two headers");
        }
        PngHeader read = PngHeader.read(content);
        budget.requireSize(Integer.toUnsignedLong(read.width()), Integer.toUnsignedLong(read.height()));
        budget.requireWork(read.width(), read.height(), 1);
        budget.requireMemory(2 * 3L * read.width() * read.height()); // as read, and turned
        header = read;
    }

    private void palette(ByteBuffer content) throws FormatException {
        if (content.remaining() % PALETTE_ENTRY_BYTES != 0 || !compressed.isEmpty()) {
            throw FormatException.corrupt("has a palette of %d bytes, or behind its pixels", content.remaining());
        }
        palette = new byte[content.remaining()];
        content.get(palette);
    }
}
