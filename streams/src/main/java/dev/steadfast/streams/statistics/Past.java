package dev.steadfast.streams.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Windows that are over.
 *
 * @param windows oldest first
 */
record Past(List<Window> windows) {

    static final Past NONE = new Past(List.of());

    /**
     * What counts of a window.
     *
     * @param frames answers, abstentions among them
     * @param abstained those
     */
    record Window(int frames, int abstained) {}

    /**
     * A window with those before it that were too small alone, and what was before all of these.
     *
     * @param together all of them as one
     */
    record Recent(Window together, Past before) {}

    Past {
        windows = List.copyOf(windows);
    }

    static Past of(List<Integer> frames, List<Integer> abstained) {
        return new Past(IntStream.range(0, Math.min(frames.size(), abstained.size()))
                .mapToObj(i -> new Window(frames.get(i), abstained.get(i)))
                .toList());
    }

    /** This past with one more window, and without the oldest if there would be more than so many. */
    Past plus(Window window, int most) {
        List<Window> all = new ArrayList<>(windows);
        all.add(window);
        return new Past(all.subList(Math.max(0, all.size() - most), all.size()));
    }

    /**
     * Joins to a window that is too small the ones directly before it that are too small as well, as many as it takes to have enough answers.
     *
     * @param least answers that are enough
     */
    Recent recent(Window window, int least) {
        int first = windows.size();
        int frames = window.frames();
        int abstained = window.abstained();
        while (frames < least && first > 0 && windows.get(first - 1).frames() < least) {
            first--;
            frames += windows.get(first).frames();
            abstained += windows.get(first).abstained();
        }
        return new Recent(new Window(frames, abstained), new Past(windows.subList(0, first)));
    }

    long frames() {
        return windows.stream().mapToLong(Window::frames).sum();
    }

    long abstained() {
        return windows.stream().mapToLong(Window::abstained).sum();
    }

    List<Integer> framesByWindow() {
        return windows.stream().map(Window::frames).toList();
    }

    List<Integer> abstainedByWindow() {
        return windows.stream().map(Window::abstained).toList();
    }
}
