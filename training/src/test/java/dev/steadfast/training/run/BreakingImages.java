package dev.steadfast.training.run;

import dev.steadfast.datasets.DatasetException;
import dev.steadfast.datasets.LabelledImages;
import java.util.List;

/** Images that can no longer be read once they are broken. */
final class BreakingImages implements LabelledImages {
    private final LabelledImages images;
    volatile boolean broken;

    BreakingImages(LabelledImages images) {
        this.images = images;
    }

    @Override
    public String name() {
        return images.name();
    }

    @Override
    public List<String> classes() {
        return images.classes();
    }

    @Override
    public int height() {
        return images.height();
    }

    @Override
    public int width() {
        return images.width();
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
    public byte[] image(int index) {
        if (broken) {
            throw new DatasetException("the disk is gone");
        }
        return images.image(index);
    }
}
