package dev.steadfast.streams.statistics;

import dev.steadfast.settings.Setting;
import dev.steadfast.settings.SettingsGroup;
import java.time.Duration;

/** How cameras are watched. */
@SettingsGroup("statistics")
public record StatisticsSettings(
        @Setting(
                value =
                        "Length of a window. Windows begin at whole multiples of it since 1970, by the topology's clock.",
                defaultValue = "1m",
                min = "1s",
                max = "1h")
        Duration window,

        @Setting(
                value = "How often the open windows that have changed are published, and those that are over closed.",
                defaultValue = "2s",
                min = "100ms",
                max = "1m")
        Duration publishInterval,

        @Setting(
                value =
                        "The most cameras that are remembered for each partition; the least recently seen is forgotten.",
                unit = "cameras",
                defaultValue = "10_000",
                min = "1",
                max = "1_000_000")
        int mostCameras,

        @Setting(
                value = "Windows that make a camera's past. A camera that has departed for so many has a new normal.",
                unit = "windows",
                defaultValue = "60",
                min = "2",
                max = "1440")
        int pastWindows,

        @Setting(
                value = "Answers that a window needs to be compared with the past.",
                unit = "frames",
                defaultValue = "10",
                min = "1",
                max = "100_000")
        int leastFrames,

        @Setting(
                value = "A camera departs when so many abstentions in a window, or more, were at most so probable.",
                defaultValue = "1e-4",
                min = "1e-15",
                max = "0.01")
        double departureProbability) {}
