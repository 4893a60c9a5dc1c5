/**
 * Noisy voting: runs the base classifier of a {@linkplain dev.steadfast.bundles.ModelBundle bundle} (denoiser, then
 * classifier, then argmax) on many draws of Gaussian noise, and counts.
 *
 * <p>{@link dev.steadfast.models.NoisyVoter} is the whole of the public API, with {@link
 * dev.steadfast.models.VoteRequest} for what to draw and {@link dev.steadfast.models.ModelException} for a model that is
 * not what its manifest says. Everything that knows of PyTorch stays behind it, but for training, which shares the engine's set-up, its devices and {@link
 * dev.steadfast.models.ModuleMethod}.
 */
@NullMarked
package dev.steadfast.models;

import org.jspecify.annotations.NullMarked;
