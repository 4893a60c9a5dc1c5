/**
 * The model bundle: the files of one pretrained classifier and its denoiser, with a manifest that says what they compute.
 *
 * <p>{@link dev.steadfast.bundles.BundleManifest} is all that a topology needs; it never touches weights. {@link
 * dev.steadfast.bundles.ModelBundle} is what a worker opens: every file is checked against its SHA-256 before any path is
 * handed out. Nothing here loads native code.
 */
@NullMarked
package dev.steadfast.bundles;

import org.jspecify.annotations.NullMarked;
