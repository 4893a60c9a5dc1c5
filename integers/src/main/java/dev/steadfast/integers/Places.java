package dev.steadfast.integers;

import java.util.Arrays;

/** What moves or compares values, and computes none. */
final class Places {
    private Places() {}

    static Plane depthToSpace(Plane source, int block) {
        int channels = source.channels() / (block * block);
        Plane result = Plane.of(source.height() * block, source.width() * block, channels);
        for (int row = 0; row < result.height(); row++) {
            for (int column = 0; column < result.width(); column++) {
                int from = source.at(row / block, column / block) + (row % block * block + column % block) * channels;
                System.arraycopy(source.values(), from, result.values(), result.at(row, column), channels);
            }
        }
        return result;
    }

    static Plane maxPooled(Plane source, int size) {
        Plane result = Plane.of(source.height() / size, source.width() / size, source.channels());
        for (int row = 0; row < result.height(); row++) {
            for (int column = 0; column < result.width(); column++) {
                for (int channel = 0; channel < source.channels(); channel++) {
                    int most = Integer.MIN_VALUE;
                    for (int i = 0; i < size * size; i++) {
                        int at = source.at(row * size + i / size, column * size + i % size);
                        most = Math.max(most, source.values()[at + channel]);
                    }
                    result.values()[result.at(row, column) + channel] = most;
                }
            }
        }
        return result;
    }

    static long[] sums(Plane source) {
        long[] sums = new long[source.channels()];
        for (int i = 0; i < source.values().length; i++) {
            sums[i % sums.length] += source.values()[i];
        }
        return sums;
    }

    static long[] largest(Plane source) {
        long[] largest = new long[source.channels()];
        Arrays.fill(largest, Long.MIN_VALUE);
        for (int i = 0; i < source.values().length; i++) {
            largest[i % largest.length] = Math.max(largest[i % largest.length], source.values()[i]);
        }
        return largest;
    }
}
