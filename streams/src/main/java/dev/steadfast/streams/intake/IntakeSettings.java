package dev.steadfast.streams.intake;

import dev.steadfast.images.DecodingLimits;
import dev.steadfast.images.OrientationRule;
import dev.steadfast.settings.Setting;
import dev.steadfast.settings.SettingsException;
import dev.steadfast.settings.SettingsGroup;
import java.time.Duration;

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
        int maxPixels,

        @Setting(
                value =
                        "The most scans of a JPEG, counted before it is decoded. Progressive ones have ten or so; one with very many"
                                + " would hold the stream up.",
                unit = "scans",
                defaultValue = "100",
                min = "1",
                max = "10_000")
        int maxScans,

        @Setting(
                value =
                        "The most work that decoding may be, counted before it begins: pixels times scans. A PNG has one scan.",
                unit = "pixels",
                defaultValue = "200_000_000",
                min = "1",
                max = "1_000_000_000_000")
        long maxDecodingWork,

        @Setting(
                value =
                        "The most memory that decoding a frame may take, known from its header. Each thread may take so much at a time; the"
                                + " default is what 16 megapixels take whatever their coding.",
                unit = "bytes",
                defaultValue = "200_000_000",
                min = "1",
                max = "10_000_000_000")
        long maxDecodingMemory,

        @Setting(
                value =
                        "How long decoding a frame may take, whatever makes it slow. A frame that takes longer twice is rejected. Twice this must"
                                + " be below kafka.transaction.timeout.ms, 30 s unless it is set.",
                defaultValue = "4s",
                min = "1ms",
                max = "5m")
        Duration decodingTime,

        @Setting(
                value =
                        "What is made of the orientation that the EXIF data of a JPEG or PNG give: exif (the picture is turned as they say) or"
                                + " stored (it is taken as it is stored). Receipts name it; train and certify have an option --orientation.",
                defaultValue = "exif")
        OrientationRule orientation) {

    /**
     * Refuses a time that does not fit into a transaction.
     *
     * @param transaction how long Kafka lets a transaction be open
     * @throws SettingsException if decoding one frame could take longer
     */
    public void requireWithin(Duration transaction) {
        if (decodingTime.multipliedBy(2).compareTo(transaction) >= 0) {
            throw new SettingsException(
                    "intake.decoding-time: twice it must be below kafka.transaction.timeout.ms, which is %d ms; it is %d ms"
                            .formatted(transaction.toMillis(), decodingTime.toMillis()));
        }
    }

    DecodingLimits limits() {
        return new DecodingLimits(maxImageBytes, maxPixels, maxScans, maxDecodingWork, maxDecodingMemory, decodingTime);
    }
}
