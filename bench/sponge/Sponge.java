import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.images.Canonicaliser;
import dev.steadfast.images.DecodingLimits;
import dev.steadfast.images.ImageDecoder;
import dev.steadfast.images.OrientationRule;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.plans.Outcome;
import dev.steadfast.smoothing.plans.SequentialPlan;
import dev.steadfast.smoothing.plans.TaskLayout;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.smoothing.plans.VoteTally;
import dev.steadfast.standalone.demo.SampleImage;
import dev.steadfast.standalone.demo.SampleImages;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Counts the samples of the sequential plan on ordinary images, and on sponges: images that are found by search to leave it undecided. The search knows
 * what anybody knows who may send frames: how the votes were divided. It mixes two images of different classes until the leader's share of the
 * votes is just what the radius takes.
 */
public final class Sponge {

    private static final double SIGMA = 0.25;
    private static final double ALPHA = 0.001;
    private static final int N0 = 25;
    private static final int TASK = 25;
    private static final int STEPS = 8;
    private static final int VOTES_A_STEP = 200;
    private static final int FRAMES_PER_SECOND = 5;
    private static final int TIMES_ORDINARY = 2;

    private final NoisyVoter voter;
    private final int n;
    private final Random random = new Random(1);
    private long searched;

    private Sponge(NoisyVoter voter, int n) {
        this.voter = voter;
        this.n = n;
    }

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[1]);
        int n = Integer.parseInt(arguments[2]);
        try (ModelBundle bundle = ModelBundle.open(Path.of(arguments[0]));
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            System.out.printf("%s; sigma %s, alpha %s, n0 = %d, n at most %d%n", voter.backend(), SIGMA, ALPHA, N0, n);
            System.out.printf("%-22s %-10s %8s %8s %8s %9s%n", "question", "images", "mean", "median", "most", "factor");
            Sponge sponge = new Sponge(voter, n);
            List<byte[]> images = images(bundle.manifest().input().height(), bundle.manifest().input().width());
            for (double radius : new double[] {0, 0.25}) {
                sponge.compare(radius, images, count);
            }
        }
    }

    private void compare(double radius, List<byte[]> images, int count) {
        SequentialPlan plan = new SequentialPlan(SIGMA, ALPHA, N0, n, radius);
        int[] ordinary = images.stream().limit(count).mapToInt(image -> samples(plan, image)).toArray();
        searched = 0;
        int[] sponges = new int[count];
        for (int i = 0; i < count; i++) {
            sponges[i] = samples(plan, sponge(radius, images, i));
        }
        String question = radius == 0 ? "class only" : "radius " + radius;
        print(question, "ordinary", ordinary, 1);
        print(question, "sponges", sponges, mean(sponges) / mean(ordinary));
        System.out.printf("%-22s each sponge was searched for with %d samples; sent again and again it costs its sender nothing%n", "", searched / count);
        printBudget(mean(ordinary), mean(sponges));
    }

    /** What a camera spends in a second with and without a budget: computed, from what its frames take. That the topology keeps budgets its tests show. */
    private static void printBudget(double ordinary, double sponge) {
        double budget = TIMES_ORDINARY * FRAMES_PER_SECOND * ordinary;
        double spent = FRAMES_PER_SECOND * sponge;
        System.out.printf("%-22s a camera of %d frames/s spends %.0f samples/s, one of sponges %.0f; with a budget of %.0f/s that is %.0f, for %.1f frames/s (computed)%n", "",
                FRAMES_PER_SECOND, FRAMES_PER_SECOND * ordinary, spent, budget, Math.min(budget, spent), Math.min(budget, spent) / sponge);
    }

    private void print(String question, String kind, int[] samples, double factor) {
        int[] sorted = samples.clone();
        Arrays.sort(sorted);
        System.out.printf("%-22s %-10s %8.0f %8d %8d %9.1f%n", question, kind, mean(samples), sorted[sorted.length / 2],
                sorted[sorted.length - 1], factor);
    }

    private static double mean(int[] samples) {
        return Arrays.stream(samples).average().orElseThrow();
    }

    /** A mixture of two images on which the leader has the share of the votes that leaves the plan undecided for longest. */
    private byte[] sponge(double radius, List<byte[]> images, int i) {
        double critical = NormalDistribution.of(0, 1).cumulativeProbability(radius / SIGMA);
        byte[] first = images.get(i);
        int leader = search(first).leader().orElse(0);
        byte[] other = images.get(i + 1);
        for (int k = 2; search(other).leader().orElse(leader) == leader; k++) {
            other = images.get((i + k) % images.size());
        }
        double clear = 0;
        double lost = 1;
        for (int step = 0; step < STEPS; step++) {
            double middle = (clear + lost) / 2;
            VoteCounts votes = search(mixture(first, other, middle));
            if ((double) votes.votesFor(leader) / votes.samples() > critical) {
                clear = middle;
            } else {
                lost = middle;
            }
        }
        return mixture(first, other, (clear + lost) / 2);
    }

    private VoteCounts search(byte[] image) {
        searched += VOTES_A_STEP;
        return votes(image, key(), 0, VOTES_A_STEP);
    }

    private static byte[] mixture(byte[] first, byte[] other, double share) {
        byte[] mixed = new byte[first.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (byte) Math.round((1 - share) * (first[i] & 0xff) + share * (other[i] & 0xff));
        }
        return mixed;
    }

    /** Samples that the plan counts until it is decided. */
    private int samples(SequentialPlan plan, byte[] image) {
        TaskLayout layout = new TaskLayout(plan, TASK);
        VoteTally tally = VoteTally.empty(layout, voter.classes());
        NoiseKey key = key();
        for (int index = 0; index < layout.tasks(); index++) {
            TaskLayout.Task task = layout.task(index);
            tally.add(index, votes(image, key, task.firstSample(), task.samples()));
            if (tally.decide() instanceof Outcome) {
                break;
            }
        }
        return tally.selection().samples() + tally.estimation().samples();
    }

    private VoteCounts votes(byte[] image, NoiseKey key, int first, int samples) {
        return voter.vote(List.of(new VoteRequest(image, SIGMA, key, first, samples))).get(0);
    }

    private NoiseKey key() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes); // the same images and votes each time
        return NoiseKey.of(bytes);
    }

    private static List<byte[]> images(int height, int width) throws Exception {
        ImageDecoder decoder = new ImageDecoder(DecodingLimits.ofMemory(1 << 24, 1 << 20), OrientationRule.STORED);
        Canonicaliser canonicaliser = Canonicaliser.covering(height, width);
        List<byte[]> images = new ArrayList<>();
        for (SampleImage image : SampleImages.load()) {
            images.add(canonicaliser.canonicalise(decoder.decode("image/png", image.encoded())));
        }
        return images;
    }
}
