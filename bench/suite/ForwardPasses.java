package dev.steadfast.models;

import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.noise.NoiseStream;
import java.util.List;
import java.util.stream.IntStream;

/** Forward passes alone, over batches that are filled beforehand, as many at once as a worker runs. In this package for what it measures, which is no public API. */
public final class ForwardPasses {
    private static final int BATCHES = 12;

    private ForwardPasses() {}

    /** {@return images a second} */
    public static double perSecond(ModelBundle bundle, double sigma, double seconds) {
        ComputeDevice cpu = ComputeDevice.named("cpu");
        try (ProvenClassifier proven = ProvenClassifier.of(bundle, cpu);
                PassPool passes = new PassPool(PassPool.atOnceOn(cpu))) {
            int rows = bundle.manifest().batch();
            List<ForwardBatch> batches =
                    IntStream.range(0, BATCHES).mapToObj(i -> filled(bundle, sigma)).toList();
            passes.run(batches, proven.model()::logits); // warms up
            long images = 0;
            long begin = System.nanoTime();
            while ((System.nanoTime() - begin) * 1e-9 < seconds) {
                passes.run(batches, proven.model()::logits);
                images += (long) BATCHES * rows;
            }
            return images / ((System.nanoTime() - begin) * 1e-9);
        }
    }

    private static ForwardBatch filled(ModelBundle bundle, double sigma) {
        int values = bundle.manifest().input().values();
        ForwardBatch batch = new ForwardBatch(bundle.manifest().batch(), values);
        NoiseStream noise = GridNoise.of(sigma).stream(NoiseKey.of(new byte[NoiseKey.BYTES]));
        short[] drawn = new short[values];
        for (int row = 0; row < bundle.manifest().batch(); row++) {
            noise.fill(row, drawn);
            batch.add(new byte[values], drawn, sigma);
        }
        return batch;
    }
}
