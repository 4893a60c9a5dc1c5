package dev.steadfast.streams;

import dev.steadfast.settings.Setting;
import dev.steadfast.settings.SettingsGroup;
import java.time.Duration;

/** How the topology is run. */
@SettingsGroup("streams")
public record StreamsSettings(
        @Setting(
                value = "Instances with the same id share the work; also the prefix of internal topics.",
                defaultValue = "steadfast")
        String applicationId,

        @Setting(value = "Threads of this instance.", unit = "threads", defaultValue = "2", min = "1", max = "256")
        int threads,

        @Setting(
                value =
                        "How often work is committed, exactly once. A frame passes three commits, so latency follows it.",
                defaultValue = "50ms",
                min = "1ms",
                max = "1m")
        Duration commitInterval,

        @Setting(
                value = "How long a settled frame's id is remembered, to tell a repeated frame from a new one.",
                defaultValue = "1h",
                min = "1m",
                max = "7d")
        Duration frameIdRetention,

        @Setting(
                value =
                        "How much later than certification.deadline and a transaction's time a frame's answer may be seen, clocks that differ included. A frame that was taken, and has none by then, has lost it: it is rejected (ANSWER_LOST). 0s: nobody looks.",
                defaultValue = "30s",
                min = "0s",
                max = "1h")
        Duration reconciliationMargin,

        @Setting(
                value = "Address that the management port listens on. The default is reachable from this machine only.",
                defaultValue = "127.0.0.1")
        String managementHost,

        @Setting(
                value = "Port of metrics and health checks; 0 for any free one. The demo does not open it: there the"
                        + " gateway's has all metrics.",
                defaultValue = "8082",
                min = "0",
                max = "65535")
        int managementPort) {}
