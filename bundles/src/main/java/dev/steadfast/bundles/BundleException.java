package dev.steadfast.bundles;

/**
 * A bundle that cannot be used. The message names the bundle, the file or manifest key, the rule and the value found; {@link
 * #problem()} is for code that must tell the cases apart.
 */
public final class BundleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why a bundle is refused. Only {@link #UNREADABLE} may go away by trying again. */
    public enum Problem {
        /** There is neither a folder nor a file at the given path. */
        NOT_FOUND,
        /** The folder or archive holds no {@code bundle.json} at its top. */
        NO_MANIFEST,
        /** {@code bundle.json} is not JSON, misses a key, has an unknown one, or a value breaks a rule. */
        BAD_MANIFEST,
        /** The file given is not a zip archive. */
        BAD_ARCHIVE,
        /** A file that the manifest names is absent. */
        MISSING_FILE,
        /** A file is larger than a bundle may hold. */
        TOO_LARGE,
        /** A file's SHA-256 is not the one in the manifest: damaged, or exchanged. */
        CHECKSUM_MISMATCH,
        /** There is something already where a bundle is to be made. */
        ALREADY_THERE,
        /** The file system failed. */
        UNREADABLE
    }

    private final Problem problem;

    BundleException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    BundleException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    /** {@return why the bundle is refused} */
    public Problem problem() {
        return problem;
    }
}
