package dev.steadfast.images;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/**
 * A small JPEG encoder that writes what other encoders do not: any sampling factors, component numbers, markers and order of scans. Its
 * pictures are waves. Huffman tables are the typical ones.
 */
public final class TestJpeg {

    private static final int STEP = 6;

    private final int width;
    private final int height;
    private final List<int[]> components = new ArrayList<>();
    private boolean jfif;
    private boolean tables = true;
    private boolean progressive;
    private boolean interleaved = true;
    private int adobe = -1;
    private int restartInterval;

    private int bits;
    private int bitCount;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private TestJpeg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** A picture without components. */
    public static TestJpeg of(int width, int height) {
        return new TestJpeg(width, height);
    }

    /** Adds a component with a number and sampling factors. */
    public TestJpeg component(int id, int horizontal, int vertical) {
        return component(id, horizontal, vertical, components.size());
    }

    /** Adds a component that shows the wave which another one, counted from 0, would show. */
    public TestJpeg component(int id, int horizontal, int vertical, int wave) {
        components.add(new int[] {id, horizontal, vertical, wave});
        return this;
    }

    /** Three components 1, 2, 3, the first with these factors, and a JFIF header. */
    public TestJpeg colour(int horizontal, int vertical) {
        return jfif().component(1, horizontal, vertical).component(2, 1, 1).component(3, 1, 1);
    }

    public TestJpeg jfif() {
        jfif = true;
        return this;
    }

    public TestJpeg adobe(int transform) {
        adobe = transform;
        return this;
    }

    public TestJpeg withoutHuffmanTables() {
        tables = false;
        return this;
    }

    public TestJpeg restartInterval(int mcus) {
        restartInterval = mcus;
        return this;
    }

    /** A scan for each component. */
    public TestJpeg separateScans() {
        interleaved = false;
        return this;
    }

    /** A scan of DC coefficients, then three of others for each component. */
    public TestJpeg progressive() {
        progressive = true;
        return this;
    }

    public byte[] encode() {
        out.reset();
        marker(0xd8);
        if (jfif) {
            segment(0xe0, HexFormat.of().parseHex("4a46494600010100000100010000"));
        }
        if (adobe >= 0) {
            byte[] name = "Adobe".getBytes(StandardCharsets.US_ASCII);
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.writeBytes(name);
            content.writeBytes(new byte[] {0, 100, 0, 0, 0, 0, (byte) adobe});
            segment(0xee, content.toByteArray());
        }
        byte[] steps = new byte[65];
        java.util.Arrays.fill(steps, 1, 65, (byte) STEP);
        segment(0xdb, steps);
        frame();
        if (tables) {
            segment(0xc4, huffman(0x00, JPEGHuffmanTable.StdDCLuminance));
            segment(0xc4, huffman(0x10, JPEGHuffmanTable.StdACLuminance));
        }
        if (restartInterval > 0) {
            segment(0xdd, new byte[] {(byte) (restartInterval >> 8), (byte) restartInterval});
        }
        if (progressive) {
            scan(all(), 0, 0);
            for (int component : all()) {
                scan(new int[] {component}, 1, 2);
                scan(new int[] {component}, 3, 20);
                scan(new int[] {component}, 21, 63);
            }
        } else if (interleaved) {
            scan(all(), 0, 63);
        } else {
            for (int component : all()) {
                scan(new int[] {component}, 0, 63);
            }
        }
        marker(0xd9);
        return out.toByteArray();
    }

    private int[] all() {
        return java.util.stream.IntStream.range(0, components.size()).toArray();
    }

    private void frame() {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {
            8, (byte) (height >> 8), (byte) height, (byte) (width >> 8), (byte) width, (byte) components.size()
        });
        for (int[] each : components) {
            content.writeBytes(new byte[] {(byte) each[0], (byte) (each[1] << 4 | each[2]), 0});
        }
        segment(progressive ? 0xc2 : 0xc0, content.toByteArray());
    }

    private void scan(int[] parts, int first, int last) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(parts.length);
        for (int part : parts) {
            content.writeBytes(new byte[] {(byte) components.get(part)[0], 0});
        }
        content.writeBytes(new byte[] {(byte) first, (byte) last, 0});
        segment(0xda, content.toByteArray());
        int[] predictions = new int[components.size()];
        int mcus = 0;
        int across = parts.length == 1 ? blocks(parts[0], true) : ceilDiv(width, 8 * most(1));
        int down = parts.length == 1 ? blocks(parts[0], false) : ceilDiv(height, 8 * most(2));
        for (int mcu = 0; mcu < across * down; mcu++) {
            if (restartInterval > 0 && mcus > 0 && mcus % restartInterval == 0) {
                pad();
                marker(0xd0 + (mcus / restartInterval - 1) % 8);
                java.util.Arrays.fill(predictions, 0);
            }
            mcus++;
            for (int part : parts) {
                int[] each = components.get(part);
                int h = parts.length == 1 ? 1 : each[1];
                int v = parts.length == 1 ? 1 : each[2];
                for (int i = 0; i < h * v; i++) {
                    int column = mcu % across * h + i % h;
                    int row = mcu / across * v + i / h;
                    predictions[part] = block(part, column, row, first, last, predictions[part]);
                }
            }
        }
        pad();
    }

    /** Writes the coefficients from first to last of a block, and returns its DC coefficient. */
    private int block(int part, int column, int row, int first, int last, int prediction) {
        int[] coefficients = coefficients(part, column, row);
        int at = first;
        if (first == 0) {
            int difference = coefficients[0] - prediction;
            int size = size(difference);
            code(JPEGHuffmanTable.StdDCLuminance, size);
            put(difference < 0 ? difference - 1 : difference, size);
            at = 1;
        }
        int run = 0;
        for (; at <= last; at++) {
            if (coefficients[at] == 0) {
                run++;
                continue;
            }
            for (; run > 15; run -= 16) {
                code(JPEGHuffmanTable.StdACLuminance, 0xf0);
            }
            int size = size(coefficients[at]);
            code(JPEGHuffmanTable.StdACLuminance, run << 4 | size);
            put(coefficients[at] < 0 ? coefficients[at] - 1 : coefficients[at], size);
            run = 0;
        }
        if (run > 0) {
            code(JPEGHuffmanTable.StdACLuminance, 0);
        }
        return coefficients[0];
    }

    private int[] coefficients(int part, int column, int row) {
        int[] zigzag = new int[64];
        int next = 0;
        for (int diagonal = 0; diagonal < 15; diagonal++) {
            for (int i = Math.max(0, diagonal - 7); i <= Math.min(7, diagonal); i++) {
                int v = diagonal % 2 == 0 ? diagonal - i : i;
                zigzag[next++] = coefficient(part, column, row, diagonal - v, v);
            }
        }
        return zigzag;
    }

    private int coefficient(int part, int column, int row, int u, int v) {
        int wave = components.get(part)[3];
        double sum = 0;
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                double sample = 90 * Math.sin((8 * column + x) * (0.21 + 0.1 * wave) + (8 * row + y) * 0.13 * wave)
                        + 30 * Math.cos((8 * row + y) * (0.8 - 0.2 * wave));
                sum += Math.max(-128, Math.min(127, Math.round(sample)))
                        * Math.cos((2 * x + 1) * u * Math.PI / 16)
                        * Math.cos((2 * y + 1) * v * Math.PI / 16);
            }
        }
        double scale = (u == 0 ? Math.sqrt(0.5) : 1) * (v == 0 ? Math.sqrt(0.5) : 1) / 4;
        return (int) Math.round(sum * scale / STEP);
    }

    private int blocks(int part, boolean across) {
        int size = across ? width : height;
        int factor = components.get(part)[across ? 1 : 2];
        return ceilDiv(ceilDiv(size * factor, most(across ? 1 : 2)), 8);
    }

    private int most(int index) {
        return components.stream().mapToInt(each -> each[index]).max().orElseThrow();
    }

    private static int ceilDiv(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    private static int size(int value) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(Math.abs(value));
    }

    private void code(JPEGHuffmanTable table, int symbol) {
        int code = 0;
        int index = 0;
        for (int length = 1; length <= table.getLengths().length; length++) {
            for (int i = 0; i < table.getLengths()[length - 1]; i++) {
                if (table.getValues()[index++] == symbol) {
                    put(code, length);
                    return;
                }
                code++;
            }
            code <<= 1;
        }
        throw new IllegalArgumentException("no code for " + symbol);
    }

    private void put(int value, int length) {
        for (int i = length - 1; i >= 0; i--) {
            bits = bits << 1 | (value >> i & 1);
            if (++bitCount == 8) {
                out.write(bits);
                if ((bits & 0xff) == 0xff) {
                    out.write(0);
                }
                bits = 0;
                bitCount = 0;
            }
        }
    }

    private void pad() {
        while (bitCount > 0) {
            put(1, 1);
        }
    }

    private void marker(int code) {
        out.write(0xff);
        out.write(code);
    }

    private void segment(int code, byte[] content) {
        marker(code);
        out.write((content.length + 2) >> 8);
        out.write(content.length + 2);
        out.writeBytes(content);
    }

    private static byte[] huffman(int place, JPEGHuffmanTable table) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(place);
        for (int i = 0; i < 16; i++) {
            content.write(i < table.getLengths().length ? table.getLengths()[i] : 0);
        }
        for (short value : table.getValues()) {
            content.write(value);
        }
        return content.toByteArray();
    }
}
