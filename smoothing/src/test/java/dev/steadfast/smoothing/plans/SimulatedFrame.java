package dev.steadfast.smoothing.plans;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A frame whose classifier under noise is a loaded die, and whose votes travel over a network that duplicates, reorders and
 * loses.
 *
 * @param probabilities of each class; what is missing to 1 is the probability of an invalid vote
 * @param seed the same frame casts the same votes
 */
record SimulatedFrame(TaskLayout layout, List<Double> probabilities, long seed) {

    private static final double LOST_FOR_GOOD = 0.005;
    private static final double LOST_AND_GIVEN_UP = 0.005;
    private static final double RESTART = 0.1;

    record Delivery(int task, VoteCounts votes) {}

    static List<SimulatedFrame> frames(int count, TaskLayout layout, List<Double> probabilities) {
        return IntStream.range(0, count)
                .mapToObj(seed -> new SimulatedFrame(layout, probabilities, seed))
                .toList();
    }

    /** The votes of a task: the same each time it is run, as the noise is. */
    VoteCounts votes(int task) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003L + task);
        int[] perClass = new int[probabilities.size()];
        int invalid = 0;
        for (int sample = 0; sample < layout.task(task).samples(); sample++) {
            int cls = roll(random.nextDouble());
            if (cls < perClass.length) {
                perClass[cls]++;
            } else {
                invalid++;
            }
        }
        return new VoteCounts(perClass, invalid);
    }

    /** The votes as they arrive: in any order, up to three times, as invalid votes from a task given up, or never. */
    List<Delivery> deliveries() {
        Random random = new Random(~seed);
        List<Delivery> deliveries = new ArrayList<>();
        for (int task = 0; task < layout.tasks(); task++) {
            double fate = random.nextDouble();
            if (fate < LOST_FOR_GOOD) {
                continue;
            }
            VoteCounts votes = fate < LOST_FOR_GOOD + LOST_AND_GIVEN_UP
                    ? VoteCounts.allInvalid(
                            probabilities.size(), layout.task(task).samples())
                    : votes(task);
            deliveries.addAll(Collections.nCopies(1 + random.nextInt(3), new Delivery(task, votes)));
        }
        Collections.shuffle(deliveries, random);
        return deliveries;
    }

    /** What becomes of the frame when its tally is kept as it should be, through restarts; empty if it stays incomplete. */
    Optional<Outcome> outcome() {
        Random restarts = new Random(seed);
        VoteTally tally = VoteTally.empty(layout, probabilities.size());
        List<Delivery> deliveries = deliveries();
        int sent = 0;
        while (tally.ahead(false) > sent) {
            sent = tally.ahead(false);
            for (Delivery delivery : deliveries) {
                if (restarts.nextDouble() < RESTART) {
                    tally = VoteTally.of(
                            layout, tally.summed(), tally.selection(), tally.estimation(), tally.waiting());
                }
                if (delivery.task() < sent
                        && tally.add(delivery.task(), delivery.votes())
                        && tally.decide() instanceof Outcome outcome) {
                    return Optional.of(outcome);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * What somebody can make of the frame who chooses in which order votes arrive, those for a class first, and when the deadline is.
     *
     * @param wanted an outcome that would please
     */
    boolean canBeMade(int cls, Predicate<Outcome> wanted) {
        VoteTally tally = VoteTally.empty(layout, probabilities.size());
        List<VoteCounts> votes =
                IntStream.range(0, layout.tasks()).mapToObj(this::votes).toList();
        Set<Integer> delivered = new HashSet<>();
        for (int count = 0; count < layout.tasks(); count++) {
            int sent = tally.ahead(true);
            Optional<Integer> next = IntStream.range(0, sent)
                    .boxed()
                    .filter(task -> !delivered.contains(task))
                    .max(Comparator.comparingInt(task -> votes.get(task).votesFor(cls)));
            if (next.isEmpty()) {
                return false;
            }
            delivered.add(next.get());
            tally.add(next.get(), votes.get(next.get()));
            Optional<Outcome> atDeadline = tally.withMissingAgainst()
                    .map(VoteTally::decide)
                    .filter(Outcome.class::isInstance)
                    .map(Outcome.class::cast);
            if (atDeadline.filter(wanted).isPresent()) {
                return true;
            }
            if (tally.decide() instanceof Outcome outcome) {
                return wanted.test(outcome);
            }
        }
        return false;
    }

    private int roll(double uniform) {
        int cls = 0;
        double rest = uniform;
        while (cls < probabilities.size() && rest >= probabilities.get(cls)) {
            rest -= probabilities.get(cls);
            cls++;
        }
        return cls;
    }
}
