package dev.steadfast.standalone.command;

import dev.steadfast.bundles.ModelSettings;
import dev.steadfast.gateway.GatewaySettings;
import dev.steadfast.gateway.access.AccessSettings;
import dev.steadfast.gateway.webhook.WebhookSettings;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.TopicSettings;
import dev.steadfast.settings.Settings;
import dev.steadfast.streams.StreamsSettings;
import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.intake.IntakeSettings;
import dev.steadfast.streams.routing.RoutingSettings;
import dev.steadfast.streams.statistics.StatisticsSettings;
import dev.steadfast.workers.WorkerSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads settings. */
public final class SettingsOptions {

    /** All that can be set, in the order of the reference. */
    public static final List<Class<? extends Record>> GROUPS = List.of(
            ModelSettings.class,
            RoutingSettings.class,
            TopicSettings.class,
            IntakeSettings.class,
            CertificationSettings.class,
            StreamsSettings.class,
            StatisticsSettings.class,
            WorkerSettings.class,
            GatewaySettings.class,
            AccessSettings.class,
            WebhookSettings.class);

    public static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
    public static final String REGISTRY_URL = "kafka." + SchemaRegistry.URL;

    /** Where the embedded registry listens unless told otherwise; beside the ports of the services, which go from 8080 to 8083. */
    public static final int REGISTRY_PORT = 8085;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file with settings. The environment (STEADFAST_...) and --set win over it.")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    /**
     * Reads the settings, with this machine's addresses as defaults.
     *
     * @throws dev.steadfast.settings.SettingsException if they cannot be used
     */
    public Settings load() {
        return Settings.load(GROUPS, Optional.ofNullable(config), System.getenv(), overrides)
                .withDefault(
                        "model.bundle",
                        Home.folder().resolve("models/zoo/cifar10-int8").toString())
                .withDefault(BOOTSTRAP_SERVERS, "127.0.0.1:9092")
                .withDefault(REGISTRY_URL, registryUrl(REGISTRY_PORT));
    }

    /** The address of an embedded registry on a port of this machine. */
    public static String registryUrl(int port) {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }
}
