package dev.steadfast.standalone.replay;

import dev.steadfast.standalone.command.DurationConverter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What is asked of a replay without PyTorch. */
final class ExactOptions {

    @Spec(Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--exact",
            description = {
                "Cast the votes with the interpreter of integer networks: the same on every machine, to the last bit, with nothing but Java, and"
                        + " slow. The bundle must be of integer networks (steadfast quantise)."
            })
    private boolean exact;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "With --exact: cast the first N samples only, and say whether they fit what was counted.")
    private @Nullable Long samples;

    @Option(
            names = "--max-time",
            paramLabel = "T",
            converter = DurationConverter.class,
            description = "With --exact: end after so long, e.g. 10m, likewise. So does Ctrl-C.")
    private @Nullable Duration maxTime;

    /** Whether the interpreter is asked for. */
    boolean exact() {
        return exact;
    }

    /** @throws ParameterException if the options make no sense together */
    void check() {
        if (!exact && (samples != null || maxTime != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--samples and --max-time go with --exact, which is missing");
        }
        if (samples != null && samples < 1) {
            throw new ParameterException(spec.commandLine(), "--samples: must be at least 1, was " + samples);
        }
    }

    /** The most samples to cast. */
    long most() {
        return samples == null ? Long.MAX_VALUE : samples;
    }

    /** When to end, by {@link System#nanoTime()}, for somebody who begins now. */
    long end() {
        return System.nanoTime() + (maxTime == null ? Long.MAX_VALUE / 2 : maxTime.toNanos());
    }
}
