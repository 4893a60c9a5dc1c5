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
 * Chooses among the kernels that compute integer networks: of those that prove themselves on this machine, the fastest. All give the same logits.
 *
 * @param load makes a model that uses the kernels
 * @param prove throws a {@link ModelException} if a model computes something else than it is defined to
 * @param time how long a pass of a model takes, in nanoseconds
 * @param close frees a model
 */
record FastestKernels<M>(Function<ModuleMethod, M> load, Consumer<M> prove, ToLongFunction<M> time, Consumer<M> close) {
    private static final Logger LOG = LoggerFactory.getLogger(FastestKernels.class);

    /** {@return the kernels that there are for a device; int8 kernels are those of CPUs} */
    static List<ModuleMethod> on(ComputeDevice device) {
        return device.isCpu()
                ? List.of(ModuleMethod.PREPARE, ModuleMethod.PREPARE_FLOATS)
                : List.of(ModuleMethod.PREPARE_FLOATS);
    }

    /**
     * Tries each, one after the other.
     *
     * @param kernels at least one
     * @throws ModelException of the first, if none proves itself
     */
    M among(List<ModuleMethod> kernels) {
        @Nullable Timed<M> best = null;
        List<ModelException> failures = new ArrayList<>();
        for (ModuleMethod each : kernels) {
            try {
                Timed<M> tried = tried(each);
                best = best == null ? tried : faster(best, tried);
            } catch (ModelException e) {
                failures.add(e);
            }
        }
        if (best == null) {
            throw failures.get(0);
        }
        for (ModelException failure : failures) {
            LOG.warn("Other kernels than {} cannot be used here", words(best.kernels), failure);
        }
        return best.model;
    }

    private Timed<M> tried(ModuleMethod kernels) {
        M model = load.apply(kernels);
        try {
            prove.accept(model);
            return new Timed<>(kernels, model, time.applyAsLong(model));
        } catch (RuntimeException e) {
            close.accept(model);
            throw e;
        }
    }

    private Timed<M> faster(Timed<M> one, Timed<M> other) {
        boolean second = other.nanos < one.nanos;
        Timed<M> winner = second ? other : one;
        Timed<M> loser = second ? one : other;
        close.accept(loser.model);
        LOG.atInfo()
                .addKeyValue("kernels", words(winner.kernels))
                .addKeyValue("others", words(loser.kernels))
                .addKeyValue("timesAsFast", String.format(Locale.ROOT, "%.1f", (double) loser.nanos / winner.nanos))
                .log("The fastest kernels for integer networks here");
        return winner;
    }

    private static String words(ModuleMethod kernels) {
        return kernels == ModuleMethod.PREPARE ? "int8" : "fp32 on whole numbers";
    }

    private record Timed<M>(ModuleMethod kernels, M model, long nanos) {}
}
