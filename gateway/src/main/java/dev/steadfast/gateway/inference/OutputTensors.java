package dev.steadfast.gateway.inference;

import dev.steadfast.gateway.predictions.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The tensors in which answers leave, one value for each image. */
final class OutputTensors {

    /** Name, type, and the value that an answer has there. */
    private record Output(String name, String datatype, Function<JsonObject, Object> value) {}

    private static final List<Output> OUTPUTS = List.of(
            new Output("label", "BYTES", OutputTensors::className),
            new Output("class", "INT32", answer -> answer.getInteger("class", -1)),
            new Output("radius", "FP64", answer -> answer.getDouble("radius")),
            new Output("p_lower", "FP64", answer -> answer.getDouble("lowerBound")),
            new Output(
                    "abstained", "BOOL", answer -> answer.getString("outcome").equals("abstained")),
            new Output("model", "BYTES", answer -> answer.getString("modelName")),
            new Output("class_name", "BYTES", OutputTensors::className)); // last: clients may count

    static final List<String> NAMES = OUTPUTS.stream().map(Output::name).toList();

    private OutputTensors() {}

    /**
     * Writes answers.
     *
     * @param binary takes the data of tensors that are wanted in binary
     */
    static JsonArray of(List<Answer> answers, WantedOutputs wanted, Buffer binary) {
        List<JsonObject> all = answers.stream()
                .map(answer -> withoutNulls(new JsonObject(answer.json())))
                .toList();
        JsonArray tensors = new JsonArray();
        for (Output output : OUTPUTS) {
            if (wanted.wants(output.name())) {
                List<Object> values = all.stream().map(output.value()).toList();
                JsonObject tensor = new JsonObject()
                        .put("name", output.name())
                        .put("shape", new JsonArray().add(answers.size()))
                        .put("datatype", output.datatype());
                if (wanted.inBinary(output.name())) {
                    int before = binary.length();
                    values.forEach(value -> append(value, binary));
                    tensor.put("parameters", new JsonObject().put("binary_data_size", binary.length() - before));
                } else {
                    tensor.put("data", new JsonArray(values));
                }
                tensors.add(tensor);
            }
        }
        return tensors;
    }

    /** Little-endian; a text after its length in bytes. */
    private static void append(Object value, Buffer binary) {
        if (value instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            binary.appendIntLE(bytes.length).appendBytes(bytes);
        } else if (value instanceof Integer number) {
            binary.appendIntLE(number);
        } else if (value instanceof Double number) {
            binary.appendLongLE(Double.doubleToRawLongBits(number));
        } else if (value instanceof Boolean flag) {
            binary.appendByte((byte) (flag ? 1 : 0));
        } else {
            throw new IllegalStateException("no output has values such as " + value);
        }
    }

    private static String className(JsonObject answer) {
        return answer.getString("className", "");
    }

    static JsonArray metadata() {
        JsonArray tensors = new JsonArray();
        OUTPUTS.forEach(output -> tensors.add(tensor(output.name(), output.datatype(), -1)));
        return tensors;
    }

    static JsonObject tensor(String name, String datatype, int... shape) {
        JsonArray dimensions = new JsonArray();
        for (int dimension : shape) {
            dimensions.add(dimension);
        }
        return new JsonObject().put("name", name).put("datatype", datatype).put("shape", dimensions);
    }

    /** So that a missing class takes its default. */
    private static JsonObject withoutNulls(JsonObject answer) {
        Map<String, Object> present = new LinkedHashMap<>();
        answer.forEach(field -> {
            if (field.getValue() != null) {
                present.put(field.getKey(), field.getValue());
            }
        });
        return new JsonObject(present);
    }
}
