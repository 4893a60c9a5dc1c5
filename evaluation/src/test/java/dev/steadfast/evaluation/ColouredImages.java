package dev.steadfast.evaluation;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.ModelFile;
import dev.steadfast.bundles.SigmaRange;
import dev.steadfast.datasets.LabelledImages;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Images of 4 x 4 pixels, in turn red, green and blue, and named so; and the manifest of a bundle for them.
 *
 * @param classes the labels, three
 * @param side rows and columns of pixels
 */
public record ColouredImages(List<String> classes, int side, int size) implements LabelledImages {

    public static final List<String> COLOURS = List.of("red", "green", "blue");

    /** Little enough colour that noise of 0.5 often hides it. */
    private static final int BRIGHT = 170;

    private static final int DARK = 128;

    public static ColouredImages of(int size) {
        return new ColouredImages(COLOURS, 4, size);
    }

    public static BundleManifest bundle(ModelFile classifier) {
        return new BundleManifest(
                BundleManifest.FORMAT,
                "tiny",
                "1",
                BundleManifest.IMAGE_CLASSIFICATION,
                new InputShape(3, 4, 4),
                COLOURS,
                8,
                "fp32",
                classifier,
                Optional.empty(),
                new SigmaRange(0.1, 1.0),
                Map.of(),
                List.of());
    }

    public static BundleManifest bundle() {
        return bundle(new ModelFile("classifier.pt", "0".repeat(64)));
    }

    @Override
    public String name() {
        return "colours, test";
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public int height() {
        return side;
    }

    @Override
    public int width() {
        return side;
    }

    @Override
    public int label(int index) {
        return index % 3;
    }

    @Override
    public byte[] image(int index) {
        byte[] image = new byte[3 * side * side];
        Arrays.fill(image, (byte) DARK);
        Arrays.fill(image, label(index) * side * side, (label(index) + 1) * side * side, (byte) BRIGHT);
        return image;
    }
}
