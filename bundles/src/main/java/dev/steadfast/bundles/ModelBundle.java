package dev.steadfast.bundles;

import dev.steadfast.bundles.BundleException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A bundle whose files have been checked: what {@link #classifier()} and {@link #denoiser()} point to had, when the bundle was
 * opened, the SHA-256 that the manifest gives. PyTorch loads a damaged weight file without a word, so this is the only guard.
 *
 * <p>The files must stay as they are until they are loaded: a folder is used in place. An archive is unpacked to a temporary
 * folder of the current user, which {@link #close()} removes. Immutable, and safe for use by several threads.
 */
public final class ModelBundle implements AutoCloseable {
    private final BundleManifest manifest;
    private final String digest;
    private final Path folder;
    private final Optional<UnpackedFolder> unpacked;

    private ModelBundle(BundleManifest manifest, Path folder, Optional<UnpackedFolder> unpacked) {
        this(manifest, manifest.digest(), folder, unpacked);
    }

    private ModelBundle(BundleManifest manifest, String digest, Path folder, Optional<UnpackedFolder> unpacked) {
        this.manifest = manifest;
        this.digest = digest;
        this.folder = folder;
        this.unpacked = unpacked;
    }

    /**
     * Opens a bundle and checks each of its files.
     *
     * @param folderOrZip the bundle's folder, or a zip archive with {@code bundle.json} at its top
     * @throws BundleException if there is no bundle, its manifest is bad, a file is missing, too large, or not the one that the
     *     manifest describes
     */
    public static ModelBundle open(Path folderOrZip) {
        try (BundleSource source = BundleSource.at(folderOrZip)) {
            BundleManifest manifest = source.manifest();
            if (source instanceof BundleFolder) {
                checkFiles(source, manifest, folderOrZip);
                return new ModelBundle(manifest, folderOrZip, Optional.empty());
            }
            return unpack(source, manifest);
        } catch (IOException | UncheckedIOException e) {
            throw new BundleException(Problem.UNREADABLE, folderOrZip + " cannot be read: " + e, e);
        }
    }

    private static ModelBundle unpack(BundleSource source, BundleManifest manifest) throws IOException {
        UnpackedFolder unpacked = UnpackedFolder.create();
        try {
            for (ModelFile model : manifest.files()) {
                if (source.has(model.file())) {
                    unpack(source, model.file(), unpacked);
                }
            }
            checkFiles(source, manifest, unpacked.path());
            return new ModelBundle(manifest, unpacked.path(), Optional.of(unpacked));
        } catch (IOException | RuntimeException e) {
            unpacked.close();
            throw e;
        }
    }

    private static void unpack(BundleSource source, String file, UnpackedFolder target) throws IOException {
        try (InputStream in = source.read(file)) {
            target.add(file, in);
        } catch (IOException e) {
            throw new IOException(file + " cannot be unpacked to " + target.path() + ": " + e.getMessage(), e);
        }
    }

    private static void checkFiles(BundleSource source, BundleManifest manifest, Path folder) throws IOException {
        for (ModelFile model : manifest.files()) {
            if (!source.has(model.file())) {
                throw new BundleException(
                        Problem.MISSING_FILE,
                        source.location() + ": " + model.file() + ", which the manifest names, is missing");
            }
            String found = Sha256.of(folder.resolve(model.file()));
            if (!found.equals(model.sha256())) {
                throw new BundleException(
                        Problem.CHECKSUM_MISMATCH,
                        source.location() + ": the SHA-256 of " + model.file() + " must be " + model.sha256()
                                + ", but is " + found + ": the file is damaged, or not the one that was measured");
            }
        }
    }

    /** {@return what the bundle says of itself} */
    public BundleManifest manifest() {
        return manifest;
    }

    /** {@return the identity of the function that the bundle computes; see {@link BundleManifest#digest()}} */
    public String digest() {
        return digest;
    }

    /**
     * {@return this bundle in each precision that it offers: its own first, then those of its variants} They have one digest, and closing them does nothing: their files
     * are this bundle's.
     */
    public List<ModelBundle> offered() {
        List<ModelBundle> offered = new ArrayList<>(
                List.of(new ModelBundle(manifest.withVariants(List.of()), digest, folder, Optional.empty())));
        manifest.variants()
                .forEach(variant ->
                        offered.add(new ModelBundle(manifest.of(variant), digest, folder, Optional.empty())));
        return offered;
    }

    /**
     * {@return this bundle in one of the precisions that it offers}
     *
     * @throws IllegalArgumentException if it does not offer it; the message says what it does
     */
    public ModelBundle in(String precision) {
        List<ModelBundle> offered = offered();
        return offered.stream()
                .filter(each -> each.manifest.precision().equals(precision))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("precision must be one that %s offers, %s, but is %s"
                        .formatted(
                                manifest.name(),
                                offered.stream()
                                        .map(each -> each.manifest.precision())
                                        .collect(Collectors.joining(" or ")),
                                precision)));
    }

    /** {@return whether these networks are not all that goes by this digest: whether there are others, of another precision} */
    public boolean isOneOfSeveral() {
        return !digest.equals(manifest.withVariants(List.of()).digest());
    }

    /** {@return the folder of the checked files; an archive's is gone once the bundle is closed} */
    public Path folder() {
        return folder;
    }

    /** {@return the classifier's TorchScript file} */
    public Path classifier() {
        return folder.resolve(manifest.classifier().file());
    }

    /** {@return the denoiser's TorchScript file, if the bundle has one} */
    public Optional<Path> denoiser() {
        return manifest.denoiser()
                .map(denoiser -> folder.resolve(denoiser.model().file()));
    }

    /** Removes what an archive was unpacked to; a folder is left as it is. Closing twice does nothing more. */
    @Override
    public void close() {
        unpacked.ifPresent(UnpackedFolder::close);
    }
}
