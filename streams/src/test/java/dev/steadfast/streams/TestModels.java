package dev.steadfast.streams;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.ModelFile;
import dev.steadfast.bundles.SigmaRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bundles that the topology may be told of; nobody loads them. */
public final class TestModels {

    private TestModels() {}

    /** Three classes, 4 x 4 pixels, sigma from 0.1 to 1. */
    public static ServedModel animals() {
        return model("animals", "a");
    }

    /** As {@link #animals}, with other weights. */
    public static ServedModel retrainedAnimals() {
        return model("retrained-animals", "b");
    }

    private static ServedModel model(String name, String weights) {
        return new ServedModel(new BundleManifest(
                BundleManifest.FORMAT,
                name,
                "1",
                BundleManifest.IMAGE_CLASSIFICATION,
                new InputShape(3, 4, 4),
                List.of("ant", "bee", "cat"),
                10,
                "fp32",
                new ModelFile("classifier.pt", weights.repeat(64)),
                Optional.empty(),
                new SigmaRange(0.1, 1),
                Map.of(),
                List.of()));
    }
}
