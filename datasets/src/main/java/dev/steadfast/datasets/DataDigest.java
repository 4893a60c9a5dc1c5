package dev.steadfast.datasets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells datasets apart: what was begun with one must not go on with another. */
public final class DataDigest {

    private DataDigest() {}

    /**
     * {@return the SHA-256, lower-case hexadecimal, over shape, rules of pixels, classes and all labels of a dataset, and the pixels of some
     * of its images}
     *
     * @param images the dataset
     * @param samples indices of these images: to read all of them can take as long as the work they are for
     * @throws DatasetException if one of them cannot be read
     */
    public static String of(LabelledImages images, int... samples) {
        MessageDigest digest = sha256();
        String shape = "%d %d %d %d\n".formatted(images.channels(), images.height(), images.width(), images.size());
        String rules = images.pixelRules().isEmpty() ? "" : images.pixelRules() + "\n";
        digest.update((shape + rules + String.join("\n", images.classes()) + "\n").getBytes(StandardCharsets.UTF_8));
        ByteBuffer labels = ByteBuffer.allocate(Integer.BYTES * images.size());
        for (int i = 0; i < images.size(); i++) {
            labels.putInt(images.label(i));
        }
        digest.update(labels.flip());
        for (int sample : samples) {
            digest.update(images.image(sample));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
