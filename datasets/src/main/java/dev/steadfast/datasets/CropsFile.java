package dev.steadfast.datasets;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the file {@code crops.json} says of the pixels beside it.
 *
 * @param format version of this format: 1
 * @param height rows of each crop
 * @param width columns of each crop
 * @param crops how many there are
 * @param pictures of how many pictures they were cut
 * @param seed of what was cut where
 */
@JsonPropertyOrder({"format", "height", "width", "crops", "pictures", "seed"})
record CropsFile(int format, int height, int width, int crops, int pictures, long seed) {
    static final String NAME = "crops.json";

    /** Raw {@code uint8}, each crop channel-first, one after the other. */
    static final String PIXELS = "crops.rgb";

    static final int FORMAT = 1;
    private static final int CHANNELS = 3;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** @throws DatasetException if a value is out of its range */
    CropsFile {
        if (format != FORMAT || height < 1 || width < 1 || crops < 1 || pictures < 1) {
            throw new DatasetException(
                    "%s must be of format %d, with one crop or more of 1 x 1 pixels or more, but is of format %d, with %d of %d x %d"
                            .formatted(NAME, FORMAT, format, crops, height, width));
        }
    }

    /** {@return bytes of a crop} */
    int bytes() {
        return Math.multiplyExact(CHANNELS * height, width);
    }

    static CropsFile read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            return MAPPER.readValue(Files.readAllBytes(file), CropsFile.class);
        } catch (JsonProcessingException e) {
            throw new DatasetException(
                    file + " must be what 'steadfast data crops' wrote: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e, e);
        }
    }

    void write(Path folder) throws IOException {
        Files.writeString(
                folder.resolve(NAME), MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }
}
