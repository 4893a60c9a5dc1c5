package dev.steadfast.schemas;

import dev.steadfast.settings.Setting;
import dev.steadfast.settings.SettingsGroup;

/** How topics are made where they are missing. */
@SettingsGroup("topics")
public record TopicSettings(
        @Setting(
                value =
                        "Partitions of each topic: the most topology threads that can share the work. Workers may outnumber them."
                                + " It cannot be changed while frames are in flight.",
                unit = "partitions",
                defaultValue = "6",
                min = "1",
                max = "1000")
        int partitions,

        @Setting(
                value = "Replicas of each topic; -1 takes the broker's default.",
                unit = "replicas",
                defaultValue = "-1",
                min = "-1",
                max = "32767")
        int replicationFactor) {}
