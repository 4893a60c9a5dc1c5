package dev.steadfast.standalone.bundle;

import dev.steadfast.bundles.BundleDraft;
import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.Denoiser;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.ModelFile;
import dev.steadfast.bundles.TorchScriptArchive;
import dev.steadfast.bundles.Variant;
import dev.steadfast.bundles.WeightStorage;
import dev.steadfast.integers.IntegerNetworkException;
import dev.steadfast.integers.InterpretedVoter;
import dev.steadfast.models.ModelException;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Resources;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * Writes the files of a bundle and runs them, as a worker would, before anybody else sees them. What a worker would refuse is refused here,
 * in the words of who makes the bundle.
 */
final class BundleTrial {
    /** How PyTorch says that a denoiser has no argument for sigma. */
    private static final String NO_ARGUMENT_FOR_SIGMA = "but received 3 argument(s)";

    private final Resources resources;
    private final Path folder;
    private final String device;
    private final List<Variant> variants = new ArrayList<>();

    /**
     * @param resources closes a voter if the process is told to stop
     * @param folder where to write
     * @param device where to run it
     */
    BundleTrial(Resources resources, Path folder, String device) {
        this.resources = resources;
        this.folder = folder;
        this.device = device;
    }

    /**
     * Writes a bundle that works.
     *
     * @return its manifest, which was written too; whether the denoiser takes sigma was found by trying
     * @throws CommandException if a file cannot be used, or is not what the plan says
     */
    BundleManifest write(BundlePlan plan) {
        try {
            return tried(plan);
        } catch (ModelException e) {
            if (plan.storesAsIs()) {
                throw refused(plan, e);
            }
            try {
                tried(plan.storedAsIs());
            } catch (ModelException asItIs) {
                throw refused(plan, asItIs);
            }
            throw new CommandException(
                    "These networks work with their weights as they are, but not with bfloat16 ones: leave them with --store-weights"
                            + " as-is, or store only the denoiser's with --store-weights denoiser-bf16.\n"
                            + inWordsOfTheUser(plan, e),
                    e);
        }
    }

    /**
     * Writes one that works, with another classifier file than the plan's: made of that, which messages go on to name.
     *
     * @throws CommandException likewise
     */
    BundleManifest write(BundlePlan plan, Path made) {
        try {
            return write(plan.withClassifier(made));
        } catch (CommandException e) {
            throw new CommandException(
                    String.valueOf(e.getMessage())
                            .replace(made.toString(), plan.classifier().toString()),
                    e);
        }
    }

    private BundleManifest tried(BundlePlan plan) {
        variants.clear();
        ModelFile classifier = stored(plan.classifier(), BundleDraft.CLASSIFIER, plan.classifierStorage());
        plan.variants().forEach(this::store);
        if (plan.denoiser().isEmpty()) {
            return tried(plan, classifier, Optional.empty());
        }
        ModelFile denoiser = stored(plan.denoiser().get(), BundleDraft.DENOISER, plan.denoiserStorage());
        try {
            return tried(plan, classifier, Optional.of(new Denoiser(denoiser, true)));
        } catch (ModelException e) {
            if (!String.valueOf(e.getMessage()).contains(NO_ARGUMENT_FOR_SIGMA)) {
                throw e;
            }
            return tried(plan, classifier, Optional.of(new Denoiser(denoiser, false)));
        }
    }

    private BundleManifest tried(BundlePlan plan, ModelFile classifier, Optional<Denoiser> denoiser) {
        BundleManifest manifest = withGoldenLogits(written(manifest(plan, classifier, denoiser)));
        try (ModelBundle bundle = ModelBundle.open(folder)) {
            for (ModelBundle each : bundle.offered()) {
                resources.start(() -> NoisyVoter.open(each, device)).close();
            }
            return manifest;
        } catch (IllegalArgumentException e) {
            throw new CommandException("--device: " + e.getMessage(), e);
        }
    }

    private BundleManifest written(BundleManifest manifest) {
        try {
            manifest.write(folder);
            return manifest;
        } catch (IOException e) {
            throw new CommandException(folder + " cannot be written: " + e, e);
        }
    }

    /** Of integer networks the manifest says what every machine must compute, by the interpreter, which needs none of PyTorch. */
    private BundleManifest withGoldenLogits(BundleManifest manifest) {
        try (ModelBundle bundle = ModelBundle.open(folder)) {
            return InterpretedVoter.isFor(bundle)
                    ? written(manifest.withGoldenLogits(
                            InterpretedVoter.open(bundle).goldenLogits()))
                    : manifest;
        } catch (IOException | IntegerNetworkException | IllegalArgumentException e) {
            throw new CommandException("The bundle cannot be made: " + e.getMessage(), e);
        }
    }

    private BundleManifest manifest(BundlePlan plan, ModelFile classifier, Optional<Denoiser> denoiser) {
        try {
            return plan.manifest(classifier, denoiser).withVariants(variants);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new CommandException((message.startsWith("version ") ? "--bundle-" : "--") + message, e);
        }
    }

    private void store(VariantFiles files) {
        variants.add(new Variant(
                files.precision(),
                stored(files.classifier(), place(BundleDraft.CLASSIFIER, files), WeightStorage.AS_IS),
                files.denoiser().map(file -> stored(file, place(BundleDraft.DENOISER, files), WeightStorage.AS_IS))));
    }

    /** {@code classifier-fp32.pt} and the like. */
    private static String place(String file, VariantFiles files) {
        return file.replace(".pt", "-" + files.precision() + ".pt");
    }

    private ModelFile stored(Path source, String name, WeightStorage storage) {
        try {
            return TorchScriptArchive.normalise(source, folder.resolve(name), storage);
        } catch (NoSuchFileException e) {
            throw new CommandException(source + " does not exist", e);
        } catch (ZipException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandException(
                    "The bundle cannot be made: " + name + ", of " + source + ": "
                            + String.valueOf(e.getMessage()).replace(source + ": ", ""),
                    e);
        }
    }

    private CommandException refused(BundlePlan plan, ModelException e) {
        return new CommandException(
                "%s%nA bundle's networks are tried on %d images of 3 x %d x %d, for %d classes: see --batch, --input and --classes."
                        .formatted(
                                inWordsOfTheUser(plan, e).stripTrailing(),
                                plan.batch(),
                                plan.input().height(),
                                plan.input().width(),
                                plan.classes().size()),
                e);
    }

    private String inWordsOfTheUser(BundlePlan plan, ModelException e) {
        String message = String.valueOf(e.getMessage())
                .replace(folder.resolve(BundleDraft.CLASSIFIER).toString(), "classifier " + plan.classifier());
        for (VariantFiles files : plan.variants()) {
            message = message.replace(
                    folder.resolve(place(BundleDraft.CLASSIFIER, files)).toString(),
                    "classifier " + files.classifier());
            if (files.denoiser().isPresent()) {
                message = message.replace(
                        folder.resolve(place(BundleDraft.DENOISER, files)).toString(),
                        "denoiser " + files.denoiser().get());
            }
        }
        return plan.denoiser().isPresent()
                ? message.replace(
                        folder.resolve(BundleDraft.DENOISER).toString(),
                        "denoiser " + plan.denoiser().get())
                : message;
    }
}
