package dev.steadfast.bundles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A safetensors file: eight bytes with the length of a header, the header, a JSON object of types, shapes and places, and the tensors' values. All places are
 * checked before a value is read: they fill the file, one behind the other, and are as large as their shapes.
 */
final class SafetensorsFile {
    private static final int LENGTH_BYTES = Long.BYTES;
    private static final int MOST_HEADER_BYTES = 16 << 20;
    private static final String METADATA = "__metadata__";
    private static final Map<String, Integer> WIDTHS = Map.ofEntries(
            Map.entry("F64", 8),
            Map.entry("I64", 8),
            Map.entry("U64", 8),
            Map.entry("F32", 4),
            Map.entry("I32", 4),
            Map.entry("U32", 4),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("I16", 2),
            Map.entry("U16", 2),
            Map.entry("I8", 1),
            Map.entry("U8", 1),
            Map.entry("BOOL", 1),
            Map.entry("F8_E5M2", 1),
            Map.entry("F8_E4M3", 1));
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final FileChannel file;
    private final long dataStart;

    private SafetensorsFile(FileChannel file, long dataStart) {
        this.file = file;
        this.dataStart = dataStart;
    }

    /**
     * Reads the header of a file.
     *
     * @param channel the tensors' values are read from it later
     * @return the tensors by name, in the order of the header
     * @throws IOException if it cannot be read, or is no such file
     */
    static Map<String, CheckpointTensor> read(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw new IOException(path + " must be a safetensors file, but has " + size + " bytes");
        }
        long length = bytes(channel, 0, LENGTH_BYTES).getLong();
        if (length < 2 || length > MOST_HEADER_BYTES || length > size - LENGTH_BYTES) {
            throw new IOException("%s must have a header of 2 to %d bytes, within its %d bytes, but names %s"
                    .formatted(path, MOST_HEADER_BYTES, size, Long.toUnsignedString(length)));
        }
        try {
            JsonNode header =
                    MAPPER.readTree(bytes(channel, LENGTH_BYTES, (int) length).array());
            return new SafetensorsFile(channel, LENGTH_BYTES + length).tensors(header, size - LENGTH_BYTES - length);
        } catch (JsonProcessingException e) {
            throw new IOException(path + " must have a header of JSON, but has not: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    private Map<String, CheckpointTensor> tensors(JsonNode header, long dataBytes) {
        Rules.check(header.isObject(), "the header", "a JSON object", header.getNodeType());
        Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
        TreeMap<Long, Long> places = new TreeMap<>();
        header.fields().forEachRemaining(entry -> {
            if (!entry.getKey().equals(METADATA)) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), dataBytes, places));
            }
        });
        long end = 0;
        for (Map.Entry<Long, Long> place : places.entrySet()) {
            Rules.check(
                    place.getKey() == end,
                    "data_offsets",
                    "places one behind the other: the next must begin at byte " + end,
                    place.getKey());
            end = place.getValue();
        }
        Rules.check(end == dataBytes, "data_offsets", "places of all " + dataBytes + " bytes of values", end);
        return tensors;
    }

    private CheckpointTensor tensor(String name, JsonNode told, long dataBytes, Map<Long, Long> places) {
        String type = told.path("dtype").asText();
        Integer width = WIDTHS.get(type);
        if (width == null) {
            throw new IllegalArgumentException(name + ".dtype must be one of "
                    + WIDTHS.keySet().stream().sorted().toList() + ", but is \"" + type + "\"");
        }
        List<Long> sizes = numbers(name + ".shape", told.path("shape"));
        List<Long> place = numbers(name + ".data_offsets", told.path("data_offsets"));
        Rules.check(
                place.size() == 2 && place.get(0) <= place.get(1) && place.get(1) <= dataBytes,
                name + ".data_offsets",
                "a beginning and an end, within " + dataBytes + " bytes",
                place);
        long bytes = place.get(1) - place.get(0);
        Rules.check(
                TensorSizes.count(sizes, bytes) * width == bytes,
                name + ".data_offsets",
                "as far apart as " + type + " values of shape " + sizes + " are large",
                place);
        if (bytes > 0 && places.put(place.get(0), place.get(1)) != null) {
            throw new IllegalArgumentException(name + ".data_offsets must be no other tensor's, but are " + place);
        }
        return new CheckpointTensor(type, sizes, () -> bytes(file, dataStart + place.get(0), Math.toIntExact(bytes))
                .array());
    }

    private static List<Long> numbers(String key, JsonNode array) {
        Rules.check(array.isArray(), key, "a list", array);
        List<Long> numbers = new ArrayList<>();
        for (JsonNode item : array) {
            Rules.check(
                    item.isIntegralNumber() && item.canConvertToLong() && item.longValue() >= 0,
                    key,
                    "whole numbers, 0 or more",
                    array);
            numbers.add(item.longValue());
        }
        return numbers;
    }

    private static ByteBuffer bytes(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("the file ends before byte " + (from + length));
            }
        }
        return bytes.flip();
    }
}
