package dev.steadfast.gateway;

import dev.steadfast.settings.Setting;
import dev.steadfast.settings.SettingsGroup;
import java.time.Duration;

/** Where the gateway listens, and the bounds of everything that it keeps in memory. */
@SettingsGroup("gateway")
public record GatewaySettings(
        @Setting(
                value = "Address to listen on. The default is reachable from this machine only. Any other asks for"
                        + " access control: see gateway.access.",
                defaultValue = "127.0.0.1")
        String host,

        @Setting(
                value = "Port of the API, the live stream and the page; 0 for any free one.",
                defaultValue = "8080",
                min = "0",
                max = "65535")
        int port,

        @Setting(
                value = "Port of metrics and health checks; 0 for any free one.",
                defaultValue = "8081",
                min = "0",
                max = "65535")
        int managementPort,

        @Setting(
                value = "The largest encoded image that is taken.",
                unit = "bytes",
                defaultValue = "8_388_608",
                min = "1",
                max = "8_388_608")
        int maxImageBytes,

        @Setting(
                value = "The largest body that has several images.",
                unit = "bytes",
                defaultValue = "33_554_432",
                min = "1",
                max = "1_073_741_824")
        int maxRequestBytes,

        @Setting(value = "Images in one body.", unit = "images", defaultValue = "16", min = "1", max = "1_000")
        int maxParts,

        @Setting(
                value =
                        "Frames between their first byte and the broker's acknowledgement, with max-image-bytes for each"
                                + " on average. Further ones, and further bytes, are asked to come again (429). They may take"
                                + " three times these bytes of memory.",
                unit = "frames",
                defaultValue = "32",
                min = "1",
                max = "10_000")
        int maxInFlight,

        @Setting(
                value = "How long a client may take to send a frame (408).",
                defaultValue = "30s",
                min = "100ms",
                max = "10m")
        Duration bodyTimeout,

        @Setting(
                value =
                        "The slowest that a frame may come, measured over a sixth of body-timeout (408); 0 for any rate.",
                unit = "bytes a second",
                defaultValue = "1_024",
                min = "0",
                max = "1_000_000")
        int minBodyRate,

        @Setting(
                value = "How long Kafka and the schema registry may take to acknowledge a frame (503).",
                defaultValue = "10s",
                min = "1s",
                max = "2m")
        Duration kafkaTimeout,

        @Setting(
                value =
                        "The longest that a client may wait for a prediction in the answer to its frame (Prefer: wait=N),"
                                + " or to an inference.",
                defaultValue = "60s",
                min = "1s",
                max = "10m")
        Duration maxWait,

        @Setting(
                value = "How long the workers may take to vote on a frame again.",
                defaultValue = "60s",
                min = "1s",
                max = "10m")
        Duration replayTimeout,

        @Setting(
                value =
                        "How much work may wait for the workers of a bundle that answers, in the time that it takes them"
                                + " at the speed that they are seen to have. While more does, frames are asked to come again"
                                + " (429).",
                defaultValue = "30s",
                min = "1s",
                max = "1d",
                hint = "a number of tasks goes into gateway.max-backlog-tasks")
        Duration maxBacklog,

        @Setting(
                value = "Noise tasks that may wait for the workers of a bundle that answers while their speed is not"
                        + " known, since they have just begun or none votes. While more do, frames are asked to come"
                        + " again (429).",
                unit = "tasks",
                defaultValue = "50_000",
                min = "1",
                max = "1_000_000_000")
        long maxBacklogTasks,

        @Setting(
                value = "Predictions and rejections that are kept for those who ask by frame id, oldest forgotten"
                        + " first; after a restart they are read again from Kafka.",
                unit = "predictions",
                defaultValue = "10_000",
                min = "1",
                max = "1_000_000")
        int rememberedPredictions,

        @Setting(
                value = "How far back windows of cameras and their events are shown.",
                defaultValue = "1h",
                min = "1m",
                max = "7d")
        Duration rememberedStatistics,

        @Setting(
                value = "Readers of the live stream at one time. Further ones are turned away (503).",
                unit = "readers",
                defaultValue = "100",
                min = "1",
                max = "10_000")
        int maxStreamReaders,

        @Setting(
                value = "Pause between the live stream's heartbeats. A connection on which nothing moves during"
                        + " four of them, and during twice kafka-timeout, is closed.",
                defaultValue = "15s",
                min = "100ms",
                max = "30s")
        Duration heartbeat) {}
