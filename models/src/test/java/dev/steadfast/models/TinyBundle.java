package dev.steadfast.models;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.Denoiser;
import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.ModelFile;
import dev.steadfast.bundles.SigmaRange;
import dev.steadfast.bundles.TorchScriptArchive;
import dev.steadfast.bundles.WeightStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bundles of the modules that {@code src/test/python/torchscript_fixtures.py} describes. */
record TinyBundle(
        InputShape input,
        int batch,
        List<String> classes,
        Optional<String> denoiser,
        boolean takesSigma,
        WeightStorage storage) {
    static final SigmaRange SIGMA = new SigmaRange(0.1, 1.0);

    /** Images of 4 x 4 pixels in batches of 8: red, green or blue. */
    static TinyBundle colours() {
        return new TinyBundle(
                new InputShape(3, 4, 4),
                8,
                List.of("red", "green", "blue"),
                Optional.empty(),
                false,
                WeightStorage.AS_IS);
    }

    TinyBundle withDenoiser(String module, boolean sigma) {
        return new TinyBundle(input, batch, classes, Optional.of(module), sigma, storage);
    }

    TinyBundle withClasses(String... labels) {
        return new TinyBundle(input, batch, List.of(labels), denoiser, takesSigma, storage);
    }

    TinyBundle withInput(InputShape shape, int rows) {
        return new TinyBundle(shape, rows, classes, denoiser, takesSigma, storage);
    }

    TinyBundle withStorage(WeightStorage weights) {
        return new TinyBundle(input, batch, classes, denoiser, takesSigma, weights);
    }

    /** Writes the bundle into a new folder below {@code parent} and opens it. */
    ModelBundle open(Path parent, String classifier) throws IOException {
        return ModelBundle.open(write(parent, classifier));
    }

    Path write(Path parent, String classifier) throws IOException {
        Path folder = Files.createTempDirectory(parent, "bundle");
        ModelFile classifierFile = copy(classifier, folder, "classifier.pt");
        Optional<Denoiser> denoiserFile = Optional.empty();
        if (denoiser.isPresent()) {
            denoiserFile = Optional.of(new Denoiser(copy(denoiser.get(), folder, "denoiser.pt"), takesSigma));
        }
        manifest(classifierFile, denoiserFile).write(folder);
        return folder;
    }

    BundleManifest manifest(ModelFile classifierFile, Optional<Denoiser> denoiserFile) {
        return manifest(classifierFile, denoiserFile, "fp32");
    }

    BundleManifest manifest(ModelFile classifierFile, Optional<Denoiser> denoiserFile, String precision) {
        return new BundleManifest(
                BundleManifest.FORMAT,
                "tiny",
                "1",
                BundleManifest.IMAGE_CLASSIFICATION,
                input,
                classes,
                batch,
                precision,
                classifierFile,
                denoiserFile,
                SIGMA,
                Map.of(),
                List.of());
    }

    private ModelFile copy(String module, Path folder, String file) throws IOException {
        return TorchScriptArchive.normalise(
                Path.of("src/test/resources/torchscript", module + ".pt"), folder.resolve(file), storage);
    }
}
