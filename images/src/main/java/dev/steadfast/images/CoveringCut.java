package dev.steadfast.images;

/**
 * The largest part of the picture that has the model's shape, from its centre, scaled to the model's size: separable filtering with a triangle
 * that widens when the picture shrinks (bilinear interpolation with antialiasing), in double precision, rounded to the nearest byte once.
 *
 * @param height rows of the model's input
 * @param width columns of the model's input
 */
record CoveringCut(int height, int width) implements Canonicaliser {

    private static final int CHANNELS = 3;

    @Override
    public String rules() {
        return "";
    }

    @Override
    public byte[] canonicalise(RgbImage image) {
        double scale = Math.min((double) image.width() / width, (double) image.height() / height);
        double left = (image.width() - scale * width) / 2;
        double top = (image.height() - scale * height) / 2;
        Filter columns = Filter.of(image.width(), left, scale, width);
        Filter rows = Filter.of(image.height(), top, scale, height);
        byte[] planes = new byte[CHANNELS * height * width];
        for (int channel = 0; channel < CHANNELS; channel++) {
            resample(image, channel, columns, rows, planes);
        }
        return planes;
    }

    private void resample(RgbImage image, int channel, Filter columns, Filter rows, byte[] planes) {
        double[][] squeezed = new double[image.height()][];
        for (int y = 0; y < height; y++) {
            for (int tap = 0; tap < rows.weights[y].length; tap++) {
                int source = rows.first[y] + tap;
                if (squeezed[source] == null) {
                    squeezed[source] = squeezeRow(image, channel, source, columns);
                }
            }
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int tap = 0; tap < rows.weights[y].length; tap++) {
                    sum += rows.weights[y][tap] * squeezed[rows.first[y] + tap][x];
                }
                planes[(channel * height + y) * width + x] = (byte) Math.max(0, Math.min(255, Math.round(sum)));
            }
        }
    }

    private double[] squeezeRow(RgbImage image, int channel, int y, Filter columns) {
        double[] row = new double[width];
        int offset = y * image.width() * CHANNELS + channel;
        for (int x = 0; x < width; x++) {
            double sum = 0;
            for (int tap = 0; tap < columns.weights[x].length; tap++) {
                int source = offset + (columns.first[x] + tap) * CHANNELS;
                sum += columns.weights[x][tap] * Byte.toUnsignedInt(image.rgb()[source]);
            }
            row[x] = sum;
        }
        return row;
    }

    /** For each output position, the first input position and the weights, which sum to 1. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Filter(int[] first, double[][] weights) {

        static Filter of(int inputs, double start, double scale, int outputs) {
            int[] first = new int[outputs];
            double[][] weights = new double[outputs][];
            double support = Math.max(1, scale);
            for (int output = 0; output < outputs; output++) {
                double centre = start + (output + 0.5) * scale;
                int from = Math.max(0, (int) Math.ceil(centre - support - 0.5));
                int to = Math.min(inputs - 1, (int) Math.floor(centre + support - 0.5));
                double[] taps = new double[to - from + 1];
                double sum = 0;
                for (int tap = 0; tap < taps.length; tap++) {
                    taps[tap] = Math.max(0, 1 - Math.abs(from + tap + 0.5 - centre) / support);
                    sum += taps[tap];
                }
                for (int tap = 0; tap < taps.length; tap++) {
                    taps[tap] /= sum;
                }
                first[output] = from;
                weights[output] = taps;
            }
            return new Filter(first, weights);
        }
    }
}
