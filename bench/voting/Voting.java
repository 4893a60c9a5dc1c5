import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.noise.NoiseKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Votes a second of bundles, as a worker casts them, each after the other, for some seconds each; then noise alone, on one thread. Arguments: seconds, then bundles. */
public final class Voting {
    private static final double SIGMA = 0.25;
    private static final int TASK = 25;
    private static final int TASKS = 16;

    private Voting() {}

    public static void main(String[] arguments) {
        double seconds = Double.parseDouble(arguments[0]);
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        int values = 0;
        for (int i = 1; i < arguments.length; i++) {
            try (ModelBundle bundle = ModelBundle.open(Path.of(arguments[i]));
                    NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
                values = bundle.manifest().input().values();
                List<VoteRequest> requests = requests(values);
                voter.vote(requests); // warms up
                long votes = 0;
                long begin = System.nanoTime();
                while (elapsed(begin) < seconds) {
                    voter.vote(requests);
                    votes += TASK * TASKS;
                }
                System.out.printf(
                        "{\"what\": \"%s %s\", \"perSecond\": %.1f, \"backend\": \"%s\"}%n",
                        bundle.manifest().name(), bundle.manifest().precision(), votes / elapsed(begin), voter.backend());
            }
        }
        short[] noise = new short[values];
        GridNoise grid = GridNoise.of(SIGMA);
        long draws = 0;
        long begin = System.nanoTime();
        while (elapsed(begin) < seconds / 2) {
            grid.stream(NoiseKey.of(new byte[NoiseKey.BYTES])).fill(draws, noise);
            draws++;
        }
        System.out.printf("{\"what\": \"noise, one thread\", \"perSecond\": %.1f}%n", draws / elapsed(begin));
    }

    private static double elapsed(long begin) {
        return (System.nanoTime() - begin) * 1e-9;
    }

    private static List<VoteRequest> requests(int values) {
        byte[] image = new byte[values];
        new Random(1).nextBytes(image);
        List<VoteRequest> requests = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            requests.add(new VoteRequest(image, SIGMA, NoiseKey.of(new byte[NoiseKey.BYTES]), i * TASK, TASK));
        }
        return requests;
    }
}
