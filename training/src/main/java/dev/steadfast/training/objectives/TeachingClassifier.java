package dev.steadfast.training.objectives;

import dev.steadfast.bundles.PixelValues;
import java.nio.file.Path;

/**
 * A classifier that a denoiser is trained for, or measured with. Its weights stay as they are.
 *
 * @param file its TorchScript file
 * @param values what it is given of pixels
 */
public record TeachingClassifier(Path file, PixelValues values) {}
