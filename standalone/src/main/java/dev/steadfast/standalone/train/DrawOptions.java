package dev.steadfast.standalone.train;

import dev.steadfast.training.objectives.Agreement;
import picocli.CommandLine.Option;

/** Several draws of noise on one image, where a classifier's answers to them are trained. */
final class DrawOptions {

    @Option(
            names = "--draws",
            paramLabel = "M",
            description = "Draws of noise on each image of a step. Default: ${DEFAULT-VALUE}.")
    private int draws = 1;

    @Option(
            names = "--consistency",
            paramLabel = "W",
            description =
                    "Of how much the answers to the draws of one image differ (Jeong and Shin 2020, lambda). Default: ${DEFAULT-VALUE}.")
    private double consistency = 0;

    @Option(
            names = "--entropy",
            paramLabel = "W",
            description = "Of the entropy of the draws' mean answer (eta there). Default: ${DEFAULT-VALUE}.")
    private double entropy = 0;

    int draws() {
        return draws;
    }

    Agreement agreement() {
        return new Agreement(consistency, entropy);
    }
}
