package dev.steadfast.training.run;

import java.util.Map;

/**
 * How far a run is.
 *
 * @param step steps done
 * @param steps steps in all
 * @param epoch times that every image was seen, with its fraction
 * @param loss the mean loss since the last measurement
 * @param rate the learning rate of the last step
 * @param imagesPerSecond images trained on in a second, since the run began or went on
 * @param heldOut figures on images that are not trained on, by name; empty between measurements
 */
public record TrainingProgress(
        long step,
        long steps,
        double epoch,
        double loss,
        double rate,
        double imagesPerSecond,
        Map<String, Double> heldOut) {}
