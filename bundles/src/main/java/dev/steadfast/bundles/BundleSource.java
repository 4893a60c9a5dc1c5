package dev.steadfast.bundles;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.steadfast.bundles.BundleException.Problem;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files of a bundle are: a folder, or a zip archive. */
sealed interface BundleSource extends Closeable permits BundleFolder, BundleArchive {
    /** A manifest is a page of text; what is longer is not one. */
    int MOST_MANIFEST_BYTES = 1 << 20;

    static BundleSource at(Path folderOrZip) {
        if (Files.isDirectory(folderOrZip)) {
            return new BundleFolder(folderOrZip);
        }
        if (Files.isRegularFile(folderOrZip)) {
            return BundleArchive.open(folderOrZip);
        }
        throw new BundleException(
                Problem.NOT_FOUND, folderOrZip + " does not exist: give the folder of a bundle, or its zip archive");
    }

    /** {@return the path that error messages name} */
    Path location();

    /** {@return whether the file is there, directly at the top of the bundle} */
    boolean has(String file);

    /** Opens a file for which {@link #has} is true. */
    InputStream read(String file) throws IOException;

    @Override
    void close();

    /** Reads and checks the manifest. */
    default BundleManifest manifest() {
        if (!has(BundleManifest.FILE_NAME)) {
            throw new BundleException(
                    Problem.NO_MANIFEST,
                    location() + " has no " + BundleManifest.FILE_NAME
                            + " at its top: it is no bundle, or the folder around the files was zipped with them");
        }
        String manifest = location() + ": " + BundleManifest.FILE_NAME;
        try (InputStream in = read(BundleManifest.FILE_NAME)) {
            byte[] text = in.readNBytes(MOST_MANIFEST_BYTES + 1);
            if (text.length > MOST_MANIFEST_BYTES) {
                throw new BundleException(
                        Problem.TOO_LARGE, manifest + " must be at most " + MOST_MANIFEST_BYTES + " bytes");
            }
            return ManifestJson.read(text);
        } catch (JsonProcessingException e) {
            throw new BundleException(Problem.BAD_MANIFEST, manifest + " is not JSON: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new BundleException(Problem.BAD_MANIFEST, manifest + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new BundleException(Problem.UNREADABLE, manifest + " cannot be read: " + e, e);
        }
    }
}
