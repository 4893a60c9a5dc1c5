/**
 * Training, on DJL's PyTorch engine: classifiers, and denoisers in front of them.
 *
 * <p>A {@link dev.steadfast.training.run.TrainingRun} takes steps of an {@link dev.steadfast.training.objectives.Objective} over {@link
 * dev.steadfast.training.data.Batches}. Everything random in step i follows from the run's seed and i alone, so that a run that was
 * interrupted goes on from its checkpoint exactly as if it had not been.
 */
@NullMarked
package dev.steadfast.training;

import org.jspecify.annotations.NullMarked;
