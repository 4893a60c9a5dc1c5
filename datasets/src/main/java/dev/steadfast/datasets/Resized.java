package dev.steadfast.datasets;

import dev.steadfast.images.Canonicaliser;
import dev.steadfast.images.RgbImage;
import java.util.List;

/** Images of a dataset that holds pixels, scaled and cut when they are asked for. */
final class Resized implements LabelledImages {
    private final LabelledImages images;
    private final Canonicaliser canonicaliser;

    Resized(LabelledImages images, Canonicaliser canonicaliser) {
        this.images = images;
        this.canonicaliser = canonicaliser;
    }

    @Override
    public String name() {
        return images.name();
    }

    @Override
    public String pixelRules() {
        return canonicaliser.rules();
    }

    @Override
    public List<String> classes() {
        return images.classes();
    }

    @Override
    public int height() {
        return canonicaliser.height();
    }

    @Override
    public int width() {
        return canonicaliser.width();
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public int label(int index) {
        return images.label(index);
    }

    @Override
    public void requireReadable(int... indices) {
        images.requireReadable(indices);
    }

    @Override
    public byte[] image(int index) {
        byte[] planes = images.image(index);
        int plane = images.height() * images.width();
        byte[] rgb = new byte[planes.length];
        for (int pixel = 0; pixel < plane; pixel++) {
            for (int channel = 0; channel < 3; channel++) {
                rgb[3 * pixel + channel] = planes[channel * plane + pixel];
            }
        }
        return canonicaliser.canonicalise(new RgbImage(images.width(), images.height(), rgb));
    }
}
