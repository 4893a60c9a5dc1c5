package dev.steadfast.standalone.certificate;

import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.SamplingPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Computes certificates from numbers of votes, exactly as the stream does: the tool with which one plans n. */
@Command(
        name = "certificate",
        mixinStandardHelpOptions = true,
        description = {
            "Computes what K of N votes for one class certify, as the stream does: with the plan fixed, by a bound that may be looked at once;"
                    + " with the plan sequential, by a test of one radius that may be looked at after every vote.",
            "",
            "A certificate says that the answer is stable within a radius, with confidence 1 - alpha. It does not say that the answer is"
                    + " right. Radii are L2 distances between images with pixels in [0, 1]; all certified numbers are rounded down."
        },
        footer = {
            "",
            "Exit status: 0, also for an abstention; 1 if a line of --stdin could not be answered; 2 for a wrong command line.",
            "",
            "Examples:",
            "  steadfast certificate --sigma 0.25 --alpha 0.001 --samples 1000 --votes 987",
            "  printf '0.25\\t0.001\\t1000\\t987\\n' | steadfast certificate --stdin",
            "  printf '0.25\\t0.001\\t0.1\\t60\\t58\\n' | steadfast certificate --plan sequential --stdin"
        })
public final class CertificateCommand implements Callable<Integer> {

    /** Votes from the options, or lines from standard input. */
    static final class Source {

        @ArgGroup(exclusive = false, multiplicity = "1")
        private @Nullable Votes votes;

        @Option(
                names = "--stdin",
                required = true,
                description =
                        "Reads lines of sigma, alpha, n and k with tabs between them (--plan sequential: sigma, alpha, radius, n and k), and"
                                + " writes a JSON line for each, before it waits for more. A line that cannot be answered gets {\"error\":"
                                + " ..., \"line\": its number}, and the next one is read.")
        private boolean stdin;
    }

    static final class Votes {

        @Option(
                names = "--sigma",
                paramLabel = "S",
                required = true,
                description = "Standard deviation of the noise, on the [0, 1] pixel scale.")
        private double sigma;

        @Option(
                names = "--alpha",
                paramLabel = "A",
                description =
                        "Probability with which the certificate may be wrong. Default: " + FixedPlan.DEFAULT_ALPHA)
        private double alpha = FixedPlan.DEFAULT_ALPHA;

        @Option(names = "--samples", paramLabel = "N", required = true, description = "n: estimation samples.")
        private int samples;

        @Option(
                names = "--votes",
                paramLabel = "K",
                required = true,
                description = "Estimation samples that voted for the class which the selection samples chose.")
        private int votes;
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Option(
            names = "--plan",
            description =
                    "fixed: n is all estimation samples. sequential: n is how many there are so far. Default: ${DEFAULT-VALUE}")
    private SamplingPlan.Kind plan = SamplingPlan.Kind.FIXED;

    @Option(
            names = "--radius",
            paramLabel = "R",
            description = "With --plan sequential: the radius that is tested; 0 for the class alone.")
    private @Nullable Double radius;

    @Option(names = "--json", description = "Prints one JSON object, its numbers as exact doubles.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        boolean sequential = isSequential();
        if (source.stdin) {
            CertificateLines lines = sequential ? CertificateLines.sequential(out) : CertificateLines.fixed(out);
            return lines.answer(System.in) == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
        }
        Votes asked = Objects.requireNonNull(source.votes);
        out.println(sequential ? sequential(asked) : fixed(asked));
        return ExitCode.OK;
    }

    private boolean isSequential() {
        if (plan == SamplingPlan.Kind.PREDICT) {
            throw wrong("--plan: must be fixed or sequential, was predict, which certifies nothing");
        }
        boolean sequential = plan == SamplingPlan.Kind.SEQUENTIAL;
        if (radius != null && (!sequential || source.stdin)) {
            throw wrong("--radius: is for --plan sequential, and with --stdin each line has its own: leave it out");
        }
        return sequential;
    }

    private String fixed(Votes asked) {
        VoteCertificate certificate = certificate(
                () -> new CertificateDesk().certificate(asked.sigma, asked.alpha, asked.samples, asked.votes));
        return json ? certificate.json().toString() : certificate.words();
    }

    private String sequential(Votes asked) {
        if (radius == null) {
            throw wrong("--radius: is missing: --plan sequential tests one radius");
        }
        double tested = radius;
        SequentialCertificate certificate = certificate(
                () -> new CertificateDesk().sequential(asked.sigma, asked.alpha, tested, asked.samples, asked.votes));
        return json ? certificate.json().toString() : certificate.words();
    }

    private <C> C certificate(Supplier<C> desk) {
        try {
            return desk.get();
        } catch (InvalidPlanException e) {
            String options =
                    switch (e.rule()) {
                        case SIGMA_OUT_OF_RANGE -> "--sigma";
                        case ALPHA_OUT_OF_RANGE -> "--alpha";
                        case SAMPLES_OUT_OF_RANGE -> "--samples";
                        case RADIUS_OUT_OF_RANGE -> "--radius";
                        case CANNOT_CERTIFY ->
                            plan == SamplingPlan.Kind.SEQUENTIAL ? "--radius, --sigma, --alpha" : "--samples, --alpha";
                    };
            throw new ParameterException(spec.commandLine(), options + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--votes: " + e.getMessage(), e);
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
