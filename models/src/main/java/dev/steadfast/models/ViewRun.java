package dev.steadfast.models;

import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.noise.NoiseStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** One call of {@link NoisyVoter#view}: the samples of a request, in forward batches of the same shape as for voting. */
final class ViewRun {
    private static final float PIXEL_SCALE = 255;

    private final BaseClassifier model;
    private final ForwardBatch batch;
    private final int values;

    /** @param batch an empty batch */
    ViewRun(BaseClassifier model, ForwardBatch batch, int valuesPerImage) {
        this.model = model;
        this.batch = batch;
        this.values = valuesPerImage;
    }

    /** The views of the samples, in order. */
    List<SampleView> of(VoteRequest request) {
        NoiseStream stream = GridNoise.of(request.sigma()).stream(request.key());
        short[] noise = new short[values];
        List<SampleView> views = new ArrayList<>(request.samples());
        List<byte[]> noisy = new ArrayList<>();
        for (int i = 0; i < request.samples(); i++) {
            stream.fill(request.firstSample() + i, noise);
            batch.add(request.image(), noise, request.sigma());
            noisy.add(clipped(request.image(), noise));
            if (batch.isFull() || i == request.samples() - 1) {
                views.addAll(see(request.firstSample() + views.size(), noisy));
                noisy.clear();
            }
        }
        return views;
    }

    private List<SampleView> see(long firstSample, List<byte[]> noisy) {
        BaseClassifier.Seen seen = model.see(batch);
        batch.clear();
        List<SampleView> views = new ArrayList<>(noisy.size());
        for (int row = 0; row < noisy.size(); row++) {
            int vote = seen.logits().vote(row);
            views.add(new SampleView(
                    firstSample + row,
                    noisy.get(row),
                    clipped(seen.images(), row * values),
                    vote == Logits.INVALID ? OptionalInt.empty() : OptionalInt.of(vote)));
        }
        return views;
    }

    private static byte[] clipped(byte[] image, short[] noise) {
        byte[] pixels = new byte[image.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = clipped(Byte.toUnsignedInt(image[i]) + noise[i]);
        }
        return pixels;
    }

    private byte[] clipped(float[] images, int from) {
        byte[] pixels = new byte[values];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = clipped(Math.round(images[from + i] * PIXEL_SCALE)); // NaN rounds to 0
        }
        return pixels;
    }

    private static byte clipped(int value) {
        return (byte) Math.max(0, Math.min(value, 255));
    }
}
