package dev.steadfast.models;

import dev.steadfast.smoothing.GridNoise;
import dev.steadfast.smoothing.NoiseStream;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of {@link NoisyVoter#vote}: packs samples into forward batches, and gives every row's vote to the ballot of its
 * request.
 */
final class VoteRun {
    private final BaseClassifier model;
    private final ForwardBatch batch;
    private final short[] noise;
    private final List<Ballot> ballotOfRow = new ArrayList<>();

    /** @param batch an empty batch */
    VoteRun(BaseClassifier model, ForwardBatch batch, int valuesPerImage) {
        this.model = model;
        this.batch = batch;
        this.noise = new short[valuesPerImage];
    }

    /** Adds every sample of a request, running the batch whenever it is full. */
    void add(VoteRequest request, Ballot ballot) {
        NoiseStream stream = GridNoise.of(request.sigma()).stream(request.key());
        for (int i = 0; i < request.samples(); i++) {
            stream.fill(request.firstSample() + i, noise);
            batch.add(request.image(), noise, request.sigma());
            ballotOfRow.add(ballot);
            if (batch.isFull()) {
                count();
            }
        }
    }

    /** Runs what is left in the batch. */
    void finish() {
        if (!ballotOfRow.isEmpty()) {
            count();
        }
    }

    private void count() {
        Logits logits = model.logits(batch);
        for (int row = 0; row < ballotOfRow.size(); row++) {
            ballotOfRow.get(row).count(logits.vote(row));
        }
        ballotOfRow.clear();
        batch.clear();
    }
}
