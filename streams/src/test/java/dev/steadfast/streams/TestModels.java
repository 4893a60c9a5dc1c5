package dev.steadfast.streams;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.ModelFile;
import dev.steadfast.bundles.SigmaRange;
import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.streams.routing.ServedModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bundles that the topology may be told of; nobody loads them. */
public final class TestModels {

    private TestModels() {}

    /** Three classes, 4 x 4 pixels, sigma from 0.1 to 1. */
    public static ServedModel animals() {
        return model("animals", "a", TaskQueues.FIRST);
    }

    /** As {@link #animals}, with other weights. */
    public static ServedModel retrainedAnimals() {
        return model("retrained-animals", "b", "noise-tasks-retrained");
    }

    /** Likewise, of other things. */
    public static ServedModel plants() {
        return model("plants", "c", "noise-tasks-plants", List.of("ash", "box", "elm"));
    }

    private static ServedModel model(String name, String weights, String queue) {
        return model(name, weights, queue, List.of("ant", "bee", "cat"));
    }

    private static ServedModel model(String name, String weights, String queue, List<String> classes) {
        return new ServedModel(
                new BundleManifest(
                        BundleManifest.FORMAT,
                        name,
                        "1",
                        BundleManifest.IMAGE_CLASSIFICATION,
                        new InputShape(3, 4, 4),
                        classes,
                        10,
                        "fp32",
                        new ModelFile("classifier.pt", weights.repeat(64)),
                        Optional.empty(),
                        new SigmaRange(0.1, 1),
                        Map.of(),
                        List.of()),
                queue);
    }
}
