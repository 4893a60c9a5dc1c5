package dev.steadfast.integers;

/**
 * The sums of a convolution, its biases included. Beyond the edges of the input is the value 0.
 *
 * <p>Place by place: each value of its window adds its weights to the sums of all output channels.
 */
final class Sums {
    private final Kernel kernel;

    /** {@code [size * size * channelsIn][channelsOut]} */
    private final int[][] weights;

    Sums(Kernel kernel) {
        this.kernel = kernel;
        this.weights = kernel.outputsLast();
    }

    Plane of(Plane source) {
        int rows = places(source.height());
        int columns = places(source.width());
        Plane sums = Plane.of(rows, columns, kernel.channelsOut());
        int[] sum = new int[kernel.channelsOut()];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                System.arraycopy(kernel.biases(), 0, sum, 0, sum.length);
                addWindow(
                        source,
                        row * kernel.stride() - kernel.padding(),
                        column * kernel.stride() - kernel.padding(),
                        sum);
                System.arraycopy(sum, 0, sums.values(), sums.at(row, column), sum.length);
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

    private void addWindow(Plane source, int top, int left, int[] sum) {
        for (int i = Math.max(0, -top); i < kernel.size() && top + i < source.height(); i++) {
            // The columns of a window lie side by side, in the input as in the weights.
            int first = Math.max(0, -left);
            int beyond = Math.min(kernel.size(), source.width() - left);
            int from = source.at(top + i, left + first);
            int weight = (i * kernel.size() + first) * kernel.channelsIn();
            addRun(source.values(), from, weight, (beyond - first) * kernel.channelsIn(), sum);
        }
    }

    private void addRun(int[] values, int from, int weight, int count, int[] sum) {
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            addFour(values, from + i, weight + i, sum);
        }
        for (; i < count; i++) {
            addOne(values[from + i], weights[weight + i], sum);
        }
    }

    private static void addOne(int value, int[] weight, int[] sum) {
        for (int channel = 0; channel < sum.length; channel++) {
            sum[channel] += value * weight[channel];
        }
    }

    /** Four at once: of this loop, and not of that for one, Java's compiler makes fast vector instructions. */
    private void addFour(int[] values, int from, int weight, int[] sum) {
        int a = values[from];
        int b = values[from + 1];
        int c = values[from + 2];
        int d = values[from + 3];
        if ((a | b | c | d) == 0) {
            return; // as often behind rectifiers
        }
        int[] ofA = weights[weight];
        int[] ofB = weights[weight + 1];
        int[] ofC = weights[weight + 2];
        int[] ofD = weights[weight + 3];
        for (int channel = 0; channel < sum.length; channel++) {
            sum[channel] += a * ofA[channel] + b * ofB[channel] + c * ofC[channel] + d * ofD[channel];
        }
    }
}
