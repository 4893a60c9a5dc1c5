package dev.steadfast.streams.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A histogram of radii that is as long as its largest radius needs, up to a limit; the last possible bin holds all beyond. Mutable. */
final class RadiusCounts {

    /** Width of a bin, in the radius's unit. */
    static final double WIDTH = 0.025;

    /** Bins at most: up to a radius of 10, which sigma 4 reaches with 1,000 samples. */
    static final int MOST_BINS = 400;

    private final List<Integer> bins;

    RadiusCounts(List<Integer> bins) {
        this.bins = new ArrayList<>(bins);
    }

    /** @param radius 0 or more */
    void add(double radius) {
        int bin = (int) Math.min(MOST_BINS - 1, Math.floor(radius / WIDTH));
        if (bin >= bins.size()) {
            bins.addAll(Collections.nCopies(bin + 1 - bins.size(), 0));
        }
        bins.set(bin, bins.get(bin) + 1);
    }

    /** The bins up to the last that is not zero. */
    List<Integer> bins() {
        return List.copyOf(bins);
    }
}
