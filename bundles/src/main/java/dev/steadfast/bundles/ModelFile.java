package dev.steadfast.bundles;

/**
 * A file of a bundle and what it must contain.
 *
 * @param file a plain file name, beside {@code bundle.json}; a path is refused
 * @param sha256 SHA-256 of the content, 64 lower-case hexadecimal digits
 */
public record ModelFile(String file, String sha256) {

    /** @throws IllegalArgumentException if the name is not plain, is the manifest's own, or the digest is malformed */
    public ModelFile {
        Rules.checkPlainName("file", file);
        Rules.check(!file.equals(BundleManifest.FILE_NAME), "file", "another file than the manifest", file);
        Rules.checkSha256("sha256", sha256);
    }
}
