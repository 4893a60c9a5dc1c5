package dev.steadfast.standalone;

import dev.steadfast.broker.BrokerException;
import dev.steadfast.bundles.BundleException;
import dev.steadfast.schemas.RegistryException;
import dev.steadfast.settings.SettingsException;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The command line. */
@Command(
        name = "steadfast",
        description = "Certified predictions for streams of camera frames.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            PublishCommand.class,
            WatchCommand.class,
            CertificateCommand.class,
            BrokerCommand.class,
            TopicsCommand.class,
            StreamsCommand.class,
            WorkerCommand.class,
            GatewayCommand.class,
            SettingsCommand.class
        })
public final class Steadfast {

    /** Errors whose message is written for the user; anything else is a fault of ours, and shows its stack trace. */
    private static final List<Class<? extends Exception>> EXPLAINED = List.of(
            SettingsException.class,
            CommandException.class,
            BrokerException.class,
            BundleException.class,
            RegistryException.class,
            KafkaException.class);

    /** Runs one command and exits with its status: 0 for success, 1 for a failure, 2 for a wrong command line. */
    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Steadfast())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(explain());
    }

    private static IExecutionExceptionHandler explain() {
        return (exception, command, parsed) -> {
            if (EXPLAINED.stream().noneMatch(type -> type.isInstance(exception))) {
                throw exception;
            }
            command.getErr().println(command.getColorScheme().errorText(String.valueOf(exception.getMessage())));
            return CommandLine.ExitCode.SOFTWARE;
        };
    }
}
