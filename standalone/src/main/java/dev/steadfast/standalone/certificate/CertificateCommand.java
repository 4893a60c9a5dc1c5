package dev.steadfast.standalone.certificate;

import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.plans.FixedPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
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
            "Computes what K of N votes for one class certify, as the stream does (plan: fixed).",
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
            "  printf '0.25\\t0.001\\t1000\\t987\\n' | steadfast certificate --stdin"
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
                        "Reads lines of sigma, alpha, n and k with tabs between them, and writes a JSON line for each. A line that"
                                + " cannot be answered gets {\"error\": ..., \"line\": its number}, and the next one is read.")
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

    @Option(names = "--json", description = "Prints one JSON object, its numbers as exact doubles.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (source.stdin) {
            return new CertificateLines(out).answer(System.in) == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
        }
        VoteCertificate certificate = certificate(Objects.requireNonNull(source.votes));
        out.println(json ? certificate.json().toString() : certificate.words());
        return ExitCode.OK;
    }

    private VoteCertificate certificate(Votes asked) {
        try {
            return new CertificateDesk().certificate(asked.sigma, asked.alpha, asked.samples, asked.votes);
        } catch (InvalidPlanException e) {
            String options =
                    switch (e.rule()) {
                        case SIGMA_OUT_OF_RANGE -> "--sigma";
                        case ALPHA_OUT_OF_RANGE -> "--alpha";
                        case SAMPLES_OUT_OF_RANGE -> "--samples";
                        case RADIUS_OUT_OF_RANGE -> throw new AssertionError("a fixed plan decides no radius", e);
                        case CANNOT_CERTIFY -> "--samples, --alpha";
                    };
            throw wrong(options, e);
        } catch (IllegalArgumentException e) {
            throw wrong("--votes", e);
        }
    }

    private ParameterException wrong(String options, IllegalArgumentException e) {
        return new ParameterException(spec.commandLine(), options + ": " + e.getMessage(), e);
    }
}
