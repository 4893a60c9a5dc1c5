package dev.steadfast.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.steadfast.models.PyTorchRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Copies of one network that take a share of each batch at the same time; their gradients are averaged (synchronous data
 * parallelism). On a CPU, copies with a core each are faster than one copy with several: layers are too small to be shared out well.
 *
 * <p>Threading notes: for one thread.
 */
final class Replicas implements AutoCloseable {

    /**
     * One copy.
     *
     * @param network the copy
     * @param objective with networks of its own, which no other copy runs
     */
    record Replica(Network network, Objective objective) {}

    private final List<Replica> replicas;
    private final Seed seed;
    private final Workers workers;

    /**
     * @param replicas at least one; the first is the network, and the others follow it
     * @param workers as many, a thread for each
     */
    Replicas(List<Replica> replicas, Workers workers, Seed seed) {
        this.replicas = List.copyOf(replicas);
        this.workers = workers;
        this.seed = seed;
    }

    /**
     * Computes the gradients of one step. They are left on the first network's weights, averaged.
     *
     * @param manager owns what lives for the step
     * @return the mean loss
     */
    double gradients(ImageBatch batch, long step, NDManager manager) {
        List<ImageBatch> shares = batch.split(replicas.size());
        List<NDList> draws = new ArrayList<>();
        for (int i = 0; i < replicas.size(); i++) { // one after the other, since the engine has but one generator
            Objective objective = replicas.get(i).objective();
            draws.add(objective.draw(shares.get(i), step * replicas.size() + i, manager));
        }
        PyTorchRuntime.engine().setRandomSeed(seed.engineSeed(Seed.Use.NETWORK, step)); // for dropout and the like
        double[] losses = new double[replicas.size()];
        workers.each(
                replicas.size(), i -> losses[i] = gradients(replicas.get(i), shares.get(i), draws.get(i), manager));
        average();
        return Arrays.stream(losses).average().orElseThrow();
    }

    private static double gradients(Replica replica, ImageBatch batch, NDList drawn, NDManager manager) {
        replica.network().zeroGradients();
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true); // DJL's own collector allows one thread at a time
        try (NDManager scope = manager.newSubManager()) {
            NDArray loss = replica.objective().loss(replica.network(), batch, drawn, scope);
            NDArray one = scope.ones(loss.getShape(), loss.getDataType());
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
            return loss.getFloat();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** The order of the sum is fixed, so that a run can be repeated. */
    private void average() {
        if (replicas.size() == 1) {
            return;
        }
        List<NDArray> weights = replicas.get(0).network().weights();
        for (int i = 0; i < weights.size(); i++) {
            try (NDArray sum = weights.get(i).getGradient()) {
                for (Replica other : replicas.subList(1, replicas.size())) {
                    try (NDArray gradient = other.network().weights().get(i).getGradient()) {
                        sum.addi(gradient);
                    }
                }
                sum.divi(replicas.size());
            }
        }
    }

    /** Gives every copy the first network's weights. */
    void follow() {
        List<NDArray> weights = replicas.get(0).network().weights();
        for (Replica other : replicas.subList(1, replicas.size())) {
            for (int i = 0; i < weights.size(); i++) {
                weights.get(i).copyTo(other.network().weights().get(i));
            }
        }
    }

    void trainingMode() {
        replicas.forEach(replica -> replica.network().trainingMode());
    }

    /** Frees the networks but the first, which is its owner's. */
    @Override
    public void close() {
        replicas.subList(1, replicas.size())
                .forEach(replica -> replica.network().close());
    }
}
