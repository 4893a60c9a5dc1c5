package dev.steadfast.standalone.chaos;

import dev.steadfast.chaos.ChaosPlan;
import dev.steadfast.chaos.ChaosRun;
import dev.steadfast.chaos.processes.Fleet.Orders;
import dev.steadfast.chaos.processes.Installation;
import dev.steadfast.chaos.report.ChaosReport;
import dev.steadfast.chaos.schedule.FaultKind;
import dev.steadfast.chaos.schedule.FaultSchedule;
import dev.steadfast.chaos.schedule.Roster;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.DurationConverter;
import dev.steadfast.standalone.command.Folders;
import dev.steadfast.standalone.command.Home;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.demo.SampleImage;
import dev.steadfast.standalone.demo.SampleImages;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes faults on purpose, and says what did not hold. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a system of real processes on free ports of this machine, publishes frames, kills, stops and cuts off its parts by a seeded schedule,"
                    + " and checks afterwards what the topics hold: each frame one answer, each vote counted once, each answer what its votes support.",
            "",
            "Nothing that runs already is touched."
        },
        footer = {"", "Exit status: 0 if all held, 1 if not, 2 for a wrong command line."})
public final class ChaosCommand implements Callable<Integer> {

    private static final String MEMORY = "-Xmx512m";
    private static final int CAMERAS = 4;

    /** By name: that class knows this one. */
    private static final String MAIN = "dev.steadfast.standalone.Steadfast";

    @Option(names = "--minutes", paramLabel = "M", description = "How long. Default: ${DEFAULT-VALUE}")
    private double minutes = 5;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed gives the same faults at the same times. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(
            names = "--every",
            paramLabel = "T",
            converter = DurationConverter.class,
            description =
                    "Mean time between two faults. With 40s or more each is mostly over before the next one. Default: 7s")
    private Duration every = Duration.ofSeconds(7);

    @Option(
            names = "--faults",
            paramLabel = "KIND",
            split = ",",
            description = "Only these kinds: ${COMPLETION-CANDIDATES}. Default: all")
    private Set<FaultKind> kinds = EnumSet.allOf(FaultKind.class);

    @Option(names = "--brokers", paramLabel = "N", description = "1, or 3 and more. Default: ${DEFAULT-VALUE}")
    private int brokers = 1;

    @Option(names = "--topologies", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
    private int topologies = 2;

    @Option(names = "--workers", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
    private int workers = 2;

    @Option(names = "--gateways", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
    private int gateways = 2;

    @Option(
            names = "--fps",
            paramLabel = "F",
            description = "Frames a second, of four cameras. Default: ${DEFAULT-VALUE}")
    private double fps = 4;

    @Option(
            names = "--replays",
            paramLabel = "N",
            description = "Predictions to be replayed. Default: ${DEFAULT-VALUE}")
    private int replays = 5;

    @Option(
            names = "--beside",
            paramLabel = "DIR",
            description =
                    "Start every second topology, worker and gateway from the installation in DIR, another version.")
    private @Nullable Path beside;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting of all processes; may be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--data", paramLabel = "DIR", description = "Keep topics and logs here.")
    private @Nullable Path data;

    @Option(names = "--schedule", description = "Print the faults that the seed gives, and do nothing.")
    private boolean scheduleOnly;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Roster roster = roster();
        if (!(minutes > 0) || !(fps > 0) || replays < 0 || every.isZero()) {
            throw new ParameterException(
                    spec.commandLine(), "--minutes, --fps and --every must be above 0, --replays not below");
        }
        Duration length =
                Duration.ofMillis((long) (minutes * Duration.ofMinutes(1).toMillis()));
        FaultSchedule schedule = schedule(roster, length);
        if (scheduleOnly) {
            schedule.faults().forEach(out::println);
            return ExitCode.OK;
        }
        return Resources.closedAtTheEndOf(resources -> {
            Installation own = own();
            ChaosPlan plan = new ChaosPlan(
                    seed,
                    length,
                    schedule,
                    roster,
                    new Orders(own, beside == null ? own : Installation.in(other(beside)), settings()),
                    fps,
                    CAMERAS,
                    SampleImages.load().stream().map(SampleImage::encoded).toList(),
                    replays,
                    Folders.data(data, resources));
            ChaosReport report = run(plan, resources);
            out.println(json ? report.json().toPrettyString() : report.text());
            out.flush();
            return report.violations().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        });
    }

    private Roster roster() {
        try {
            return new Roster(brokers, topologies, workers, gateways);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private FaultSchedule schedule(Roster roster, Duration length) {
        try {
            return FaultSchedule.draw(seed, length, every, roster, kinds);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--faults: " + e.getMessage(), e);
        }
    }

    private ChaosReport run(ChaosPlan plan, Resources resources) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            return resources
                    .start(() -> new ChaosRun(plan, words -> {
                        err.printf("%tT  %s%n", ZonedDateTime.now(ZoneId.systemDefault()), words);
                        err.flush();
                    }))
                    .run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // of processes, files, Kafka, HTTP: whatever it is, nothing was measured
            throw new CommandException("the run could not be done: %s; logs are in %s".formatted(e, plan.folder()), e);
        }
    }

    /** Few samples a frame: it is answers that are counted here. */
    private List<String> settings() {
        List<String> all = new ArrayList<>(List.of(
                "model.bundle=" + Home.folder().resolve("models/zoo/cifar10-int8"),
                "topics.partitions=4",
                "certification.selection-samples=10",
                "certification.estimation-samples=20",
                "certification.task-samples=10",
                "certification.deadline=90s",
                "streams.threads=1"));
        all.addAll(settings);
        return all;
    }

    private Path other(Path folder) {
        if (!Files.isExecutable(folder.resolve("steadfast"))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--beside: must be an installation, but there is no launcher %s/steadfast".formatted(folder));
        }
        return folder.toAbsolutePath();
    }

    /** What runs just now. */
    private static Installation own() {
        return new Installation(
                "this",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        MEMORY,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.awt.headless=true",
                        "-Dai.djl.pytorch.num_interop_threads=1",
                        "-Dsteadfast.home=" + Home.folder(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MAIN));
    }
}
