package dev.steadfast.training.run;

import ai.djl.ndarray.NDManager;
import dev.steadfast.training.TrainingException;
import dev.steadfast.training.data.ImageBatch;
import dev.steadfast.training.objectives.Objective;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a network in training does on images that it does not train on.
 *
 * @param batches of those images
 */
record HeldOutMeasurement(Objective objective, List<ImageBatch> batches) {

    /**
     * Tries the first batch.
     *
     * @throws TrainingException if the network does not fit the images
     */
    void requireFit(Trainee trainee) {
        trainee.network().evaluationMode();
        try (NDManager scope = trainee.newScope()) {
            objective.requireFit(trainee.network(), batches.get(0), scope);
        }
    }

    /** {@return the objective's measures, means over all images, of the averaged weights} */
    Map<String, Double> of(Trainee trainee) {
        Map<String, Double> sums = new LinkedHashMap<>();
        trainee.network().evaluationMode();
        trainee.weights().withAverages(() -> {
            for (int i = 0; i < batches.size(); i++) {
                try (NDManager scope = trainee.newScope()) {
                    objective
                            .measure(trainee.network(), batches.get(i), i, scope)
                            .forEach((name, sum) -> sums.merge(name, sum, Double::sum));
                }
            }
        });
        trainee.network().trainingMode();
        int images = batches.stream().mapToInt(ImageBatch::rows).sum();
        sums.replaceAll((name, sum) -> sum / images);
        return sums;
    }
}
