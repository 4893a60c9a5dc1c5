package dev.steadfast.standalone.bundle;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.Denoiser;
import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.ModelFile;
import dev.steadfast.bundles.Preprocessing;
import dev.steadfast.bundles.SigmaRange;
import dev.steadfast.bundles.WeightStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bundle as its maker asks for it; each component is the manifest's of that name.
 *
 * @param classifier a TorchScript file
 * @param denoiser a TorchScript file; empty for a classifier that was trained on noisy images
 * @param classifierStorage how the classifier's weights are stored
 * @param denoiserStorage how the denoiser's are
 * @param variants the networks in other precisions
 */
record BundlePlan(
        Path classifier,
        Optional<Path> denoiser,
        WeightStorage classifierStorage,
        WeightStorage denoiserStorage,
        String name,
        String version,
        InputShape input,
        Preprocessing preprocessing,
        List<String> classes,
        int batch,
        String precision,
        SigmaRange sigma,
        Map<String, String> provenance,
        List<VariantFiles> variants) {

    /** A plan without variants. */
    BundlePlan(
            Path classifier,
            Optional<Path> denoiser,
            WeightStorage classifierStorage,
            WeightStorage denoiserStorage,
            String name,
            String version,
            InputShape input,
            Preprocessing preprocessing,
            List<String> classes,
            int batch,
            String precision,
            SigmaRange sigma,
            Map<String, String> provenance) {
        this(
                classifier,
                denoiser,
                classifierStorage,
                denoiserStorage,
                name,
                version,
                input,
                preprocessing,
                classes,
                batch,
                precision,
                sigma,
                provenance,
                List.of());
    }

    /** @throws IllegalArgumentException if a value breaks a rule of manifests */
    BundleManifest manifest(ModelFile classifierFile, Optional<Denoiser> denoiserFile) {
        return new BundleManifest(
                BundleManifest.FORMAT,
                name,
                version,
                BundleManifest.IMAGE_CLASSIFICATION,
                input,
                preprocessing,
                classes,
                batch,
                precision,
                classifierFile,
                denoiserFile,
                sigma,
                List.of(),
                List.of(),
                provenance,
                List.of());
    }

    /** {@return whether all weights are stored as they are} */
    boolean storesAsIs() {
        return classifierStorage == WeightStorage.AS_IS && denoiserStorage == WeightStorage.AS_IS;
    }

    /** {@return the same plan, with all weights stored as they are} */
    BundlePlan storedAsIs() {
        return with(classifier, WeightStorage.AS_IS, WeightStorage.AS_IS);
    }

    /** {@return the same plan, with another classifier} */
    BundlePlan withClassifier(Path file) {
        return with(file, classifierStorage, denoiserStorage);
    }

    private BundlePlan with(Path classifierFile, WeightStorage ofClassifier, WeightStorage ofDenoiser) {
        return new BundlePlan(
                classifierFile,
                denoiser,
                ofClassifier,
                ofDenoiser,
                name,
                version,
                input,
                preprocessing,
                classes,
                batch,
                precision,
                sigma,
                provenance,
                variants);
    }
}
