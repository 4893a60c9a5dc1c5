package dev.steadfast.models;

import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.noise.NoiseStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Samples that one forward pass votes on, in the order of their rows.
 *
 * @param parts at least one sample in all, and at most a batch
 */
record Pass(List<Part> parts) {

    /**
     * Some samples of a request.
     *
     * @param request index of the request among those of the call
     * @param samples of it
     */
    record Part(int request, VoteRequest samples) {}

    /** As few passes as hold the samples of all requests, in order; each but the last is full. */
    static List<Pass> pack(List<VoteRequest> requests, int batch) {
        List<Pass> passes = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        int room = batch;
        for (int i = 0; i < requests.size(); i++) {
            VoteRequest request = requests.get(i);
            int done = 0;
            while (done < request.samples()) {
                int samples = Math.min(room, request.samples() - done);
                parts.add(new Part(i, part(request, done, samples)));
                done += samples;
                room -= samples;
                if (room == 0) {
                    passes.add(new Pass(List.copyOf(parts)));
                    parts.clear();
                    room = batch;
                }
            }
        }
        if (!parts.isEmpty()) {
            passes.add(new Pass(List.copyOf(parts)));
        }
        return passes;
    }

    private static VoteRequest part(VoteRequest request, int from, int samples) {
        return new VoteRequest(request.image(), request.sigma(), request.key(), request.firstSample() + from, samples);
    }

    /**
     * Draws the noise and runs the networks.
     *
     * @param batch an empty batch
     * @return the vote of each sample, in order: a class, or {@link Logits#INVALID}
     */
    int[] votes(BaseClassifier model, ForwardBatch batch) {
        int samples = 0;
        for (Part part : parts) {
            VoteRequest request = part.samples();
            short[] noise = new short[request.image().length];
            NoiseStream stream = GridNoise.of(request.sigma()).stream(request.key());
            for (int i = 0; i < request.samples(); i++) {
                stream.fill(request.firstSample() + i, noise);
                batch.add(request.image(), noise, request.sigma());
            }
            samples += request.samples();
        }
        Logits logits = model.logits(batch);
        return IntStream.range(0, samples).map(logits::vote).toArray();
    }

    /**
     * Gives every sample's vote to the ballot of its request.
     *
     * @param votes those of {@link #votes}
     * @param ballots of all requests of the call
     */
    void count(int[] votes, List<Ballot> ballots) {
        int row = 0;
        for (Part part : parts) {
            for (int i = 0; i < part.samples().samples(); i++) {
                ballots.get(part.request()).count(votes[row++]);
            }
        }
    }
}
