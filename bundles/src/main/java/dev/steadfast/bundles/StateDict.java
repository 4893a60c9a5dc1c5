package dev.steadfast.bundles;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weights by name, without the code that computes with them.
 *
 * @param file where they are
 * @param tensors by name, in the file's order
 * @param place the name of their map in the map around it; empty if there is none around it
 */
record StateDict(Path file, Map<String, CheckpointTensor> tensors, String place) {
    /** How many batches a running average was made of: nothing that computes. */
    private static final String BATCHES = "num_batches_tracked";

    /** Leaves out what does not compute. */
    StateDict {
        Map<String, CheckpointTensor> weights = new LinkedHashMap<>(tensors);
        weights.keySet().removeIf(name -> name.equals(BATCHES) || name.endsWith("." + BATCHES));
        tensors = weights;
    }

    /** {@return what all names of another one begin with, without it} */
    StateDict without(String prefix) {
        Map<String, CheckpointTensor> shorter = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shorter.put(name.substring(prefix.length()), tensor));
        return new StateDict(file, shorter, place);
    }
}
