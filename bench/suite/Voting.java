import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.models.ForwardPasses;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.noise.NoiseKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What a worker computes, without the stream. Arguments: seconds of each, which of {@code forward,noise,voter,frame}, then bundles. Of the first one all; of the others
 * the voter alone.
 */
public final class Voting {
    private static final double SIGMA = 0.25;
    private static final int TASK = 25;

    /** Of a call, while there is as much work as a worker takes. */
    private static final int TASKS = 16;

    private Voting() {}

    public static void main(String[] arguments) {
        double seconds = Double.parseDouble(arguments[0]);
        Set<String> parts = Set.of(arguments[1].split(","));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        for (int i = 2; i < arguments.length; i++) {
            boolean first = i == 2;
            try (ModelBundle bundle = ModelBundle.open(Path.of(arguments[i]))) {
                if (first && parts.contains("forward")) {
                    say("forward", ForwardPasses.perSecond(bundle, SIGMA, seconds));
                }
                if (first && parts.contains("noise")) {
                    say("noise", noise(bundle.manifest().input().values(), seconds / 2));
                }
                if (parts.contains("voter") || (first && parts.contains("frame"))) {
                    try (NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
                        System.out.printf("{\"what\": \"backend\", \"backend\": \"%s\"}%n", voter.backend());
                        vote(bundle, voter, seconds, parts, first);
                    }
                }
            }
        }
    }

    private static void vote(ModelBundle bundle, NoisyVoter voter, double seconds, Set<String> parts, boolean first) {
        int values = bundle.manifest().input().values();
        if (parts.contains("voter")) {
            List<VoteRequest> requests = requests(values, TASKS);
            say(first ? "voter" : "voter of " + bundle.manifest().name() + ", " + voter.precision(),
                    rate(seconds, () -> voter.vote(requests), TASK * TASKS));
        }
        if (first && parts.contains("frame")) {
            List<VoteRequest> requests = requests(values, Load.TASKS);
            voter.vote(requests);
            double[] times = new double[25];
            for (int i = 0; i < times.length; i++) {
                long begin = System.nanoTime();
                voter.vote(requests);
                times[i] = elapsed(begin);
            }
            Arrays.sort(times);
            System.out.printf("{\"what\": \"frame\", \"median\": %.5f}%n", times[times.length / 2]);
        }
    }

    private static double noise(int values, double seconds) {
        short[] noise = new short[values];
        var stream = GridNoise.of(SIGMA).stream(NoiseKey.of(new byte[NoiseKey.BYTES]));
        long[] drawn = {0};
        return rate(seconds, () -> stream.fill(drawn[0]++, noise), 1);
    }

    private static double rate(double seconds, Runnable work, int units) {
        work.run(); // warms up
        long done = 0;
        long begin = System.nanoTime();
        while (elapsed(begin) < seconds) {
            work.run();
            done += units;
        }
        return done / elapsed(begin);
    }

    private static void say(String what, double perSecond) {
        System.out.printf("{\"what\": \"%s\", \"perSecond\": %.1f}%n", what, perSecond);
    }

    private static double elapsed(long begin) {
        return (System.nanoTime() - begin) * 1e-9;
    }

    private static List<VoteRequest> requests(int values, int tasks) {
        byte[] image = new byte[values];
        new Random(1).nextBytes(image);
        List<VoteRequest> requests = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            requests.add(new VoteRequest(image, SIGMA, NoiseKey.of(new byte[NoiseKey.BYTES]), i * TASK, TASK));
        }
        return requests;
    }
}
