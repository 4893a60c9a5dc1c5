package dev.steadfast.integers;

/** The sums of a convolution, its biases included. Beyond the edges of the input is the value 0. */
final class Sums {
    private final Kernel kernel;
    private final int[] weights;

    Sums(Kernel kernel) {
        this.kernel = kernel;
        this.weights = kernel.channelsLast();
    }

    Plane of(Plane source) {
        int rows = places(source.height());
        int columns = places(source.width());
        Plane sums = Plane.of(rows, columns, kernel.channelsOut());
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int to = sums.at(row, column);
                for (int channel = 0; channel < kernel.channelsOut(); channel++) {
                    sums.values()[to + channel] = kernel.biases()[channel] + sum(source, row, column, channel);
                }
            }
        }
        return sums;
    }

    private int places(int size) {
        int beyondFirst = size + 2 * kernel.padding() - kernel.size();
        if (beyondFirst < 0) {
            throw new IllegalArgumentException(
                    "the image must be larger: of " + size + " places a window takes " + kernel.size());
        }
        return beyondFirst / kernel.stride() + 1;
    }

    private int sum(Plane source, int row, int column, int channel) {
        int top = row * kernel.stride() - kernel.padding();
        int left = column * kernel.stride() - kernel.padding();
        int sum = 0;
        for (int i = Math.max(0, -top); i < kernel.size() && top + i < source.height(); i++) {
            // The columns of a window lie side by side, in the input as in the weights.
            int first = Math.max(0, -left);
            int beyond = Math.min(kernel.size(), source.width() - left);
            int from = source.at(top + i, left + first);
            int weight = ((channel * kernel.size() + i) * kernel.size() + first) * kernel.channelsIn();
            sum += product(source.values(), from, weight, (beyond - first) * kernel.channelsIn());
        }
        return sum;
    }

    private int product(int[] values, int from, int weight, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[from + i] * weights[weight + i];
        }
        return sum;
    }
}
