package dev.steadfast.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;

/**
 * Crops of photographs, as {@link CropCutting} leaves them: pixels in one file, read where they are asked for, which costs next to nothing.
 * They have no labels.
 */
final class Crops implements LabelledImages {
    private final String name;
    private final Path pixels;
    private final CropsFile description;

    private Crops(String name, Path pixels, CropsFile description) {
        this.name = name;
        this.pixels = pixels;
        this.description = description;
    }

    static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(CropsFile.NAME));
    }

    static Crops open(Path folder, Split split) {
        if (split != Split.TRAIN) {
            throw new DatasetException(folder
                    + " holds crops without labels, which are for training; to measure with, images need labels");
        }
        CropsFile description = CropsFile.read(folder);
        Path pixels = folder.resolve(CropsFile.PIXELS);
        long needed = (long) description.crops() * description.bytes();
        try {
            if (Files.size(pixels) != needed) {
                throw new DatasetException("%s must have %d bytes, as %s says, but has %d"
                        .formatted(pixels, needed, CropsFile.NAME, Files.size(pixels)));
            }
        } catch (IOException e) {
            throw new DatasetException(pixels + " cannot be read: " + e, e);
        }
        String name = folder.toAbsolutePath().normalize().getFileName() + ", crops of " + description.pictures()
                + " pictures";
        return new Crops(name, pixels, description);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> classes() {
        return List.of();
    }

    @Override
    public int height() {
        return description.height();
    }

    @Override
    public int width() {
        return description.width();
    }

    @Override
    public int size() {
        return description.crops();
    }

    @Override
    public int label(int index) {
        Objects.checkIndex(index, size());
        return UNLABELLED;
    }

    @Override
    public byte[] image(int index) {
        ByteBuffer crop = ByteBuffer.allocate(description.bytes());
        long at = (long) Objects.checkIndex(index, size()) * description.bytes();
        try (FileChannel channel = FileChannel.open(pixels, StandardOpenOption.READ)) {
            while (crop.hasRemaining()) {
                if (channel.read(crop, at + crop.position()) < 0) {
                    throw new DatasetException(pixels + " ends before crop " + index + " does: it was changed");
                }
            }
            return crop.array();
        } catch (IOException e) {
            throw new DatasetException(pixels + " cannot be read: " + e, e);
        }
    }

    /** They were all read when they were written, and the file is as long as it was. */
    @Override
    public void requireReadable(int... indices) {
        try (FileChannel channel = FileChannel.open(pixels, StandardOpenOption.READ)) {
            channel.read(ByteBuffer.allocate(1), 0);
        } catch (IOException e) {
            throw new DatasetException(pixels + " cannot be read: " + e, e);
        }
    }
}
