package dev.steadfast.bundles;

/**
 * The network in front of the classifier: it takes noisy images and gives images of the same shape.
 *
 * @param model its TorchScript file
 * @param takesSigma whether {@code forward} has a second argument, the standard deviation of the noise as {@code float32
 *     [batch, 1, 1, 1]}, in units of the [0, 1] pixel scale
 */
public record Denoiser(ModelFile model, boolean takesSigma) {}
