package dev.steadfast.training;

import dev.steadfast.datasets.DatasetException;
import dev.steadfast.datasets.LabelledImages;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Images that can no longer be read while they are broken, and that know which of them were. */
public final class BreakingImages implements LabelledImages {
    private final LabelledImages images;
    private final Set<Integer> read = ConcurrentHashMap.newKeySet();
    private volatile boolean broken;

    public BreakingImages(LabelledImages images) {
        this.images = images;
    }

    public void setBroken(boolean now) {
        broken = now;
    }

    /** {@return the indices of those that were read, ever} */
    public Set<Integer> read() {
        return Set.copyOf(read);
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
        read.add(index);
        return images.image(index);
    }
}
