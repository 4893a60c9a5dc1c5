package dev.steadfast.training;

import dev.steadfast.datasets.LabelledImages;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Images of 8 x 8 pixels, each grey with a soft stain of red, green or blue: easy for a classifier, and with something for a
 * denoiser to find under noise.
 */
public record Patches(int size, List<String> classes) implements LabelledImages {
    static final int SIDE = 8;
    private static final int COLOURS = 3;

    public static Patches of(int size) {
        return new Patches(size, List.of("red", "green", "blue"));
    }

    /** The same, without labels. */
    public static Patches unlabelled(int size) {
        return new Patches(size, List.of());
    }

    @Override
    public String name() {
        return "patches";
    }

    @Override
    public int channels() {
        return COLOURS;
    }

    @Override
    public int height() {
        return SIDE;
    }

    @Override
    public int width() {
        return SIDE;
    }

    @Override
    public int label(int index) {
        return classes.isEmpty() ? UNLABELLED : colour(index);
    }

    private static int colour(int index) {
        return index % COLOURS;
    }

    @Override
    public byte[] image(int index) {
        SplittableRandom random = new SplittableRandom(index);
        double across = random.nextDouble(2, 6);
        double down = random.nextDouble(2, 6);
        int grey = random.nextInt(60, 160);
        byte[] pixels = new byte[COLOURS * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            int y = i / SIDE % SIDE;
            int x = i % SIDE;
            double stain = Math.exp(-((x - across) * (x - across) + (y - down) * (y - down)) / 8);
            boolean own = i / (SIDE * SIDE) == colour(index);
            pixels[i] = (byte) Math.round(grey + (own ? 90 : -50) * stain);
        }
        return pixels;
    }
}
