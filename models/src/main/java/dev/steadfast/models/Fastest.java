package dev.steadfast.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses among ways to compute: of those that prove themselves on this machine, the fastest.
 *
 * @param <C> a way
 * @param <M> a model that goes it
 * @param what the ways are, for the log, such as {@code kernels}
 * @param words names a way
 * @param advantage how many times as fast as the best before it a later one must be to be taken, at least 1
 * @param load makes a model
 * @param prove throws a {@link ModelException} if a model computes something else than it is defined to
 * @param time how long a pass of a model takes, in nanoseconds
 * @param close frees a model
 */
record Fastest<C, M>(
        String what,
        Function<C, String> words,
        double advantage,
        Function<C, M> load,
        Consumer<M> prove,
        ToLongFunction<M> time,
        Consumer<M> close) {
    private static final Logger LOG = LoggerFactory.getLogger(Fastest.class);
    private static final int TIMED_PASSES = 2;

    /** How long some work takes, the least of a few times. */
    static long nanos(Runnable work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TIMED_PASSES; i++) {
            long start = System.nanoTime();
            work.run();
            least = Math.min(least, System.nanoTime() - start);
        }
        return least;
    }

    /**
     * Tries each, one after the other.
     *
     * @param ways at least one
     * @throws ModelException of the first, if none proves itself
     */
    M among(List<C> ways) {
        @Nullable Timed<C, M> best = null;
        List<ModelException> failures = new ArrayList<>();
        for (C each : ways) {
            try {
                Timed<C, M> tried = tried(each);
                best = best == null ? tried : better(best, tried);
            } catch (ModelException e) {
                failures.add(e);
            }
        }
        if (best == null) {
            throw failures.get(0);
        }
        for (ModelException failure : failures) {
            LOG.warn("Other {} than {} cannot be used here", what, words.apply(best.way), failure);
        }
        return best.model;
    }

    private Timed<C, M> tried(C way) {
        M model = load.apply(way);
        try {
            prove.accept(model);
            return new Timed<>(way, model, time.applyAsLong(model));
        } catch (RuntimeException e) {
            close.accept(model);
            throw e;
        }
    }

    private Timed<C, M> better(Timed<C, M> one, Timed<C, M> other) {
        boolean second = other.nanos * advantage < one.nanos;
        Timed<C, M> winner = second ? other : one;
        Timed<C, M> loser = second ? one : other;
        close.accept(loser.model);
        LOG.atInfo()
                .addKeyValue(what, words.apply(winner.way))
                .addKeyValue("others", words.apply(loser.way))
                .addKeyValue("timesAsFast", String.format(Locale.ROOT, "%.2f", (double) loser.nanos / winner.nanos))
                .log("Chose the fastest " + what);
        return winner;
    }

    private record Timed<C, M>(C way, M model, long nanos) {}
}
