package dev.steadfast.standalone;

import dev.steadfast.standalone.certificate.CertificateCommand;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.demo.CameraCommand;
import dev.steadfast.standalone.doctor.DoctorCommand;
import dev.steadfast.standalone.keys.KeysCommand;
import dev.steadfast.standalone.letters.LettersCommand;
import dev.steadfast.standalone.publish.PublishCommand;
import dev.steadfast.standalone.replay.ReplayCommand;
import dev.steadfast.standalone.rollout.DisagreementCommand;
import dev.steadfast.standalone.services.GatewayCommand;
import dev.steadfast.standalone.services.SettingsCommand;
import dev.steadfast.standalone.services.StreamsCommand;
import dev.steadfast.standalone.services.TopicsCommand;
import dev.steadfast.standalone.services.WorkerCommand;
import dev.steadfast.standalone.watch.WatchCommand;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a container image is for. An image has all of Steadfast's own classes, but the libraries of one service only, so that its command line
 * offers what these libraries allow.
 */
enum ImageRole {
    /** The topology, and what prepares and feeds it: no PyTorch, no HTTP server. */
    STREAMS,
    /** The vote worker, with PyTorch. */
    WORKER,
    /** The gateway: no PyTorch, no Kafka Streams. */
    GATEWAY;

    /** The system property that an image's entrypoint sets. */
    static final String PROPERTY = "steadfast.image";

    /**
     * Reads the property's value.
     *
     * @return empty where it is not set: outside of images
     * @throws CommandException if it names no role
     */
    static Optional<ImageRole> named(@Nullable String name) {
        if (name == null) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(values())
                .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        "%s: must be streams, worker or gateway, was '%s'".formatted(PROPERTY, name))));
    }

    /** The subcommands whose libraries the image has. To name a command's class does not load what it needs. */
    List<Class<?>> commands() {
        return switch (this) {
            case STREAMS ->
                List.of(
                        StreamsCommand.class,
                        TopicsCommand.class,
                        CameraCommand.class,
                        PublishCommand.class,
                        WatchCommand.class,
                        CertificateCommand.class,
                        DisagreementCommand.class,
                        LettersCommand.class,
                        SettingsCommand.class);
            case WORKER ->
                List.of(WorkerCommand.class, ReplayCommand.class, DoctorCommand.class, SettingsCommand.class);
            case GATEWAY -> List.of(GatewayCommand.class, KeysCommand.class, SettingsCommand.class);
        };
    }
}
