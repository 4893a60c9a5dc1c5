package dev.steadfast.streams.intake;

import dev.steadfast.settings.Setting;
import dev.steadfast.settings.SettingsGroup;

/** Limits on the frames that are accepted. */
@SettingsGroup("intake")
public record IntakeSettings(
        @Setting(
                value = "The largest encoded image.",
                unit = "bytes",
                defaultValue = "8_388_608",
                min = "1",
                max = "8_388_608")
        int maxImageBytes,

        @Setting(
                value = "The largest image, counted before it is decoded.",
                unit = "pixels",
                defaultValue = "16_000_000",
                min = "1",
                max = "500_000_000")
        int maxPixels) {}
