package dev.steadfast.training.data;

import java.util.SplittableRandom;

/**
 * Randomness that has no state: each use of each step has a generator of its own, which follows from the run's seed.
 *
 * @param value the run's seed
 */
public record Seed(long value) {
    /** What a generator is for; two uses of one step are independent. */
    public enum Use {
        INITIAL_WEIGHTS(1),
        ORDER(2),
        AUGMENTATION(3),
        SIGMA(4),
        NOISE(5),
        HELD_OUT(6),
        NETWORK(7),
        CLASS_BIAS(8);

        private final int number;

        Use(int number) {
            this.number = number;
        }
    }

    private static final long STEP_FACTOR = 0x9E3779B97F4A7C15L;
    private static final long USE_FACTOR = 0xD1B54A32D192ED03L;

    public SplittableRandom random(Use use, long step) {
        SplittableRandom mixed = new SplittableRandom(value);
        long first = mixed.nextLong() + step * STEP_FACTOR;
        long second = new SplittableRandom(first).nextLong() + use.number * USE_FACTOR;
        return new SplittableRandom(second);
    }

    /** {@return a seed for the engine's own generator} */
    public int engineSeed(Use use, long step) {
        return random(use, step).nextInt();
    }
}
