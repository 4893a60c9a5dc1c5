package dev.steadfast.standalone.plan;

import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.evaluation.profile.ProfileFile;
import dev.steadfast.evaluation.profile.VoteProfile;
import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.forecast.VoteShare;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.standalone.command.CommandException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says what a radius will cost, before it is paid for. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Says what certifying a radius takes: samples of a frame, workers, time, what is shed, and what each sampling plan gives for it.",
            "",
            "How many frames are certified, and how soon the plan sequential ends, depends on the bundle and on the pictures: --profile says how"
                    + " some were voted on. Without it, what does not depend on them is said.",
        },
        footer = {
            "",
            "Examples:",
            "  steadfast plan --sigma 0.25 --radius 0.25 --rate 10 --votes-per-second 800",
            "  steadfast certify --bundle models/zoo/cifar10 --data data --every 100 --sigma 0.25 --samples 1000 --out r25.tsv --profile r25.json",
            "  steadfast plan --sigma 0.25 --radius 0.25 --rate 10 --profile r25.json"
        })
public final class PlanCommand implements Callable<Integer> {

    /** As {@code certification.task-samples} is unless set. */
    private static final String TASK_SAMPLES = "25";

    private static final double MOST_FRAMES = 1e6;
    private static final double FEWEST_VOTES = 1e-3;
    private static final double MOST_VOTES = 1e9;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--sigma",
            paramLabel = "S",
            required = true,
            description = "Standard deviation of the noise, on the [0, 1] pixel scale.")
    private double sigma;

    @Option(
            names = "--radius",
            paramLabel = "R",
            required = true,
            description = "The radius that is wanted, L2 for pixels in [0, 1]; 0 for any.")
    private double radius;

    @Option(
            names = "--alpha",
            paramLabel = "A",
            description =
                    "Probability with which an answer may be wrong about the smoothed classifier. Default: ${DEFAULT-VALUE}")
    private double alpha = FixedPlan.DEFAULT_ALPHA;

    @Option(names = "--rate", paramLabel = "F", required = true, description = "Frames a second, of all cameras.")
    private double rate;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description =
                    "How pictures are voted on, and how fast: what 'steadfast certify --profile' wrote, with the same sigma; or a table of its plan"
                            + " fixed.")
    private @Nullable Path profile;

    @Option(
            names = "--bundle",
            paramLabel = "B",
            description = "The bundle that will be served: a profile of another one is refused.")
    private @Nullable Path bundle;

    @Option(
            names = "--votes-per-second",
            paramLabel = "V",
            description = "Of one worker: 'steadfast bundle verify' says it. Default: the profile's")
    private @Nullable Double votesPerSecond;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "How many there are, of which is said what they shed. Default: ${DEFAULT-VALUE}")
    private int workers = 1;

    @Option(
            names = "--samples",
            paramLabel = "N",
            split = ",",
            description = "n: estimation samples to be weighed, with commas between them. Default: 100,1000,10000")
    private List<Integer> samples = List.of(100, 1_000, 10_000);

    @Option(
            names = "--task-samples",
            paramLabel = "N",
            defaultValue = TASK_SAMPLES,
            description = "As certification.task-samples of the deployment. Default: ${DEFAULT-VALUE}")
    private int taskSamples;

    @Option(names = "--json", description = "Prints one JSON object, its numbers as exact doubles.")
    private boolean json;

    @Override
    public Integer call() {
        require("--rate", rate > 0 && rate <= MOST_FRAMES, "above 0 frames a second, and at most 1000000", rate);
        require("--workers", workers >= 1, "at least 1", workers);
        require("--task-samples", taskSamples >= 1 && taskSamples <= 100_000, "from 1 to 100000", taskSamples);
        require("--samples", !samples.isEmpty(), "at least one number", samples);
        PlanQuestion question = question();
        Optional<VoteProfile> known = profile();
        Map<VoteShare, Integer> images = known.map(VoteProfile::imagesByShare).orElse(Map.of());
        PlanSheet sheet = new PlanSheet(
                question,
                new Demand(rate, taskSamples, votesPerSecond(known), workers),
                known,
                question.plans().stream()
                        .map(plan -> PlannedCost.of(plan, radius, taskSamples, images))
                        .toList());
        spec.commandLine().getOut().println(json ? PlanJson.of(sheet) : sheet.text());
        return ExitCode.OK;
    }

    private OptionalDouble votesPerSecond(Optional<VoteProfile> known) {
        if (votesPerSecond != null) {
            require(
                    "--votes-per-second",
                    votesPerSecond >= FEWEST_VOTES && votesPerSecond <= MOST_VOTES,
                    "from 0.001 to 1000000000",
                    votesPerSecond);
            return OptionalDouble.of(votesPerSecond);
        }
        return known.map(one -> OptionalDouble.of(one.votesPerSecond())).orElse(OptionalDouble.empty());
    }

    private PlanQuestion question() {
        try {
            return new PlanQuestion(sigma, alpha, radius, samples);
        } catch (InvalidPlanException e) {
            String options =
                    switch (e.rule()) {
                        case SIGMA_OUT_OF_RANGE -> "--sigma";
                        case ALPHA_OUT_OF_RANGE -> "--alpha";
                        case SAMPLES_OUT_OF_RANGE -> "--samples";
                        case RADIUS_OUT_OF_RANGE -> "--radius";
                        case CANNOT_CERTIFY -> "--radius, --sigma, --samples";
                    };
            throw new ParameterException(spec.commandLine(), options + ": " + e.getMessage(), e);
        }
    }

    private Optional<VoteProfile> profile() {
        if (profile == null) {
            return Optional.empty();
        }
        VoteProfile known = ProfileFile.read(profile);
        if (known.measurement().sigma() != sigma) {
            throw new CommandException("%s: sigma must be %s, as --sigma says, but is %s"
                    .formatted(profile, sigma, known.measurement().sigma()));
        }
        if (bundle != null) {
            requireBundle(known, bundle);
        }
        return Optional.of(known);
    }

    private void requireBundle(VoteProfile known, Path served) {
        try (ModelBundle opened = ModelBundle.open(served)) {
            String measured = known.measurement().bundleDigest();
            if (!measured.equals(opened.digest())) {
                throw new CommandException("%s: bundleDigest must be %s, that of %s, but is %s, of %s"
                        .formatted(
                                profile,
                                opened.digest(),
                                served,
                                measured,
                                known.measurement().bundle()));
            }
        }
    }

    private void require(String option, boolean holds, String rule, Object value) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), "%s: must be %s, was %s".formatted(option, rule, value));
        }
    }
}
