package dev.steadfast.standalone;

import dev.steadfast.broker.BrokerException;
import dev.steadfast.bundles.BundleException;
import dev.steadfast.datasets.DatasetException;
import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.gateway.problems.GatewayException;
import dev.steadfast.integers.IntegerNetworkException;
import dev.steadfast.management.ManagementException;
import dev.steadfast.models.ModelException;
import dev.steadfast.plots.PlotException;
import dev.steadfast.quantisation.QuantisationException;
import dev.steadfast.schemas.RegistryException;
import dev.steadfast.settings.SettingsException;
import dev.steadfast.standalone.bundle.BundleCommand;
import dev.steadfast.standalone.bundle.QuantiseCommand;
import dev.steadfast.standalone.camera.SourceException;
import dev.steadfast.standalone.certificate.CertificateCommand;
import dev.steadfast.standalone.chaos.ChaosCommand;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.StoppedException;
import dev.steadfast.standalone.command.Version;
import dev.steadfast.standalone.demo.CameraCommand;
import dev.steadfast.standalone.demo.DemoCommand;
import dev.steadfast.standalone.doctor.DoctorCommand;
import dev.steadfast.standalone.evaluate.CertifyCommand;
import dev.steadfast.standalone.evaluate.DataCommand;
import dev.steadfast.standalone.evaluate.ReportCommand;
import dev.steadfast.standalone.keys.KeysCommand;
import dev.steadfast.standalone.letters.LettersCommand;
import dev.steadfast.standalone.plan.PlanCommand;
import dev.steadfast.standalone.publish.PublishCommand;
import dev.steadfast.standalone.replay.ReplayCommand;
import dev.steadfast.standalone.rollout.DisagreementCommand;
import dev.steadfast.standalone.services.BrokerCommand;
import dev.steadfast.standalone.services.GatewayCommand;
import dev.steadfast.standalone.services.SettingsCommand;
import dev.steadfast.standalone.services.StreamsCommand;
import dev.steadfast.standalone.services.TopicsCommand;
import dev.steadfast.standalone.services.WorkerCommand;
import dev.steadfast.standalone.train.TrainCommand;
import dev.steadfast.standalone.watch.WatchCommand;
import dev.steadfast.training.TrainingException;
import dev.steadfast.workers.WorkerStoppedException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. */
@Command(
        name = "steadfast",
        description = "Certified predictions for streams of camera frames.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Steadfast {

    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            CameraCommand.class,
            PublishCommand.class,
            WatchCommand.class,
            ReplayCommand.class,
            CertificateCommand.class,
            PlanCommand.class,
            DisagreementCommand.class,
            DataCommand.class,
            TrainCommand.class,
            CertifyCommand.class,
            ReportCommand.class,
            BundleCommand.class,
            QuantiseCommand.class,
            BrokerCommand.class,
            TopicsCommand.class,
            StreamsCommand.class,
            WorkerCommand.class,
            GatewayCommand.class,
            KeysCommand.class,
            DoctorCommand.class,
            LettersCommand.class,
            SettingsCommand.class,
            ChaosCommand.class);

    /** Errors whose message is written for the user; anything else is a fault of ours, and shows its stack trace. */
    private static final List<Class<? extends Exception>> EXPLAINED = List.of(
            SettingsException.class,
            CommandException.class,
            BrokerException.class,
            BundleException.class,
            DatasetException.class,
            EvaluationException.class,
            GatewayException.class,
            IntegerNetworkException.class,
            ManagementException.class,
            ModelException.class,
            PlotException.class,
            QuantisationException.class,
            SourceException.class,
            TrainingException.class,
            WorkerStoppedException.class,
            RegistryException.class,
            KafkaException.class);

    private static final Set<String> SERVICES = Set.of("broker", "streams", "worker", "gateway");

    /** Read by logback.xml; set with {@code -D} to override. */
    private static final String LOG_LEVEL = "steadfast.log.level";

    private static final String LOG4J_SHUTDOWN_HOOK = "log4j2.shutdownHookEnabled";

    /** Runs one command and exits with its status: 0 for success, 1 for a failure, 2 for a wrong command line. */
    public static void main(String... arguments) {
        logAtLevelOf(arguments);
        System.setProperty(LOG4J_SHUTDOWN_HOOK, "false"); // where Kafka loads it during a shutdown, it would complain
        System.exit(commandLineFor(arguments).execute(arguments));
    }

    /** Services log their life-cycle; commands that people watch show what they have to say themselves, and only log trouble. */
    private static void logAtLevelOf(String... arguments) {
        boolean service = arguments.length > 0 && SERVICES.contains(arguments[0]);
        System.setProperty(LOG_LEVEL, System.getProperty(LOG_LEVEL, service ? "INFO" : "WARN"));
    }

    /** All commands, or in a container image those of its role. */
    public static CommandLine commandLine() {
        return commandLine(commands());
    }

    /**
     * The command that these arguments ask for, or, where they ask for none, the names of all: to read what each of all commands can do takes
     * longer than most of them do.
     */
    static CommandLine commandLineFor(String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        List<Class<?>> asked = commands().stream()
                .filter(command -> command.getAnnotation(Command.class).name().equals(first))
                .toList();
        return asked.isEmpty() ? overview() : commandLine(asked);
    }

    private static CommandLine overview() {
        CommandLine line = commandLine(List.of());
        for (Class<?> command : commands()) {
            Command described = command.getAnnotation(Command.class);
            CommandSpec named = CommandSpec.create();
            named.usageMessage().description(described.description());
            line.addSubcommand(described.name(), named);
        }
        return line;
    }

    private static List<Class<?>> commands() {
        return ImageRole.named(System.getProperty(ImageRole.PROPERTY))
                .map(ImageRole::commands)
                .orElse(COMMANDS);
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        CommandLine line = new CommandLine(new Steadfast());
        commands.forEach(line::addSubcommand);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(explain())
                .setParameterExceptionHandler(Steadfast::explainArguments);
    }

    /** What was wrong, what was perhaps meant, and where to read on: under a page of options it would scroll away. */
    private static int explainArguments(ParameterException exception, String... arguments) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText(exception.getMessage()));
        UnmatchedArgumentException.printSuggestions(exception, err);
        err.printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static IExecutionExceptionHandler explain() {
        return (exception, command, parsed) -> {
            if (exception instanceof StoppedException) {
                return CommandLine.ExitCode.SOFTWARE; // which the signal's own replaces
            }
            if (EXPLAINED.stream().noneMatch(type -> type.isInstance(exception))) {
                throw exception;
            }
            command.getErr().println(command.getColorScheme().errorText(String.valueOf(exception.getMessage())));
            return command.getCommandSpec().exitCodeOnExecutionException();
        };
    }
}
