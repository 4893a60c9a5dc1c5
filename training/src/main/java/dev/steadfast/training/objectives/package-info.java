/** What a step makes smaller: the loss of a classifier, of one under noise, or of a denoiser in front of one. */
@NullMarked
package dev.steadfast.training.objectives;

import org.jspecify.annotations.NullMarked;
