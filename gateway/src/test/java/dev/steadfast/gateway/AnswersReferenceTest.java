package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.gateway.http.Contract;
import dev.steadfast.gateway.predictions.AnswerJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** The page that explains answers field by field has all that the contract has. */
class AnswersReferenceTest {

    private static final String REFERENCE = "#/components/schemas/";

    private final JsonObject contract = contract();
    private final ReferencePage page = ReferencePage.read("answers.md");

    AnswersReferenceTest() throws IOException {}

    @ParameterizedTest
    @CsvSource({"A prediction, Prediction", "A rejection, Rejection"})
    void shouldExplainEachFieldAndSayWhenItIsNull(String heading, String schema) {
        Map<String, Boolean> fields = fields("", schema(REFERENCE + schema));

        Map<String, Boolean> explained = new LinkedHashMap<>();
        page.rows(heading).forEach(row -> ReferencePage.codes(row.get(0))
                .forEach(field -> explained.put(field, !row.get(2).isBlank())));
        assertThat(explained).containsAllEntriesOf(fields);
    }

    @Test
    void shouldExplainWhatIsSaidOfAFrameThatWaits() {
        JsonObject pending = contract.getJsonObject("paths")
                .getJsonObject("/v1/predictions/{frameId}")
                .getJsonObject("get")
                .getJsonObject("responses")
                .getJsonObject("202")
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema");

        assertThat(first("Pending"))
                .containsAll(fields("", schema(pending.getString("$ref", ""), pending))
                        .keySet());
    }

    @Test
    void shouldExplainWhatIsSent() {
        Stream.of(AnswerJson.of(MadeUp.certified("f-1", "door")), AnswerJson.of(MadeUp.abstained("f-2", "door", 0.4)))
                .forEach(json -> assertThat(first("A prediction")).containsAll(names("", json)));
        assertThat(first("A rejection"))
                .containsAll(names("", AnswerJson.of(MadeUp.rejected(Optional.of("f-3"), Optional.of("door")))));
    }

    @Test
    void shouldSayWhatToDoWithEachOutcomeAndEachReasonOfAnAbstention() {
        List<String> outcomes = schema(REFERENCE + "Prediction")
                .getJsonObject("properties")
                .getJsonObject("outcome")
                .getJsonArray("enum")
                .stream()
                .map(String.class::cast)
                .toList();

        assertThat(first("Outcomes")).containsAll(outcomes).contains("rejected", "pending");
        assertThat(first("Abstentions"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(AbstentionReason.values())
                        .map(reason -> reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList());
    }

    /** What stands in the first column of a section's tables. */
    private List<String> first(String heading) {
        return page.rows(heading).stream()
                .flatMap(row -> ReferencePage.codes(row.get(0)).stream())
                .toList();
    }

    /** Whether each field may be null, by its path: {@code receipt.tasks}, {@code counts[].votes}. */
    private Map<String, Boolean> fields(String prefix, JsonObject schema) {
        Map<String, Boolean> fields = new LinkedHashMap<>();
        JsonObject properties = schema.getJsonObject("properties");
        for (String name : properties.fieldNames()) {
            JsonObject property = properties.getJsonObject(name);
            Object type = property.getValue("type");
            fields.put(prefix + name, type instanceof JsonArray types && types.contains("null"));
            JsonObject items = property.getJsonObject("items");
            if (items != null) {
                fields.putAll(fields(prefix + name + "[].", schema(items.getString("$ref", ""), items)));
            } else if (property.containsKey("properties")) {
                fields.putAll(fields(prefix + name + ".", property));
            }
        }
        return fields;
    }

    private static List<String> names(String prefix, JsonObject json) {
        return json.stream()
                .flatMap(field -> {
                    String path = prefix + field.getKey();
                    if (field.getValue() instanceof JsonObject object) {
                        return Stream.concat(Stream.of(path), names(path + ".", object).stream());
                    }
                    if (field.getValue() instanceof JsonArray array) {
                        return Stream.concat(
                                Stream.of(path),
                                array.stream()
                                        .map(JsonObject.class::cast)
                                        .flatMap(item -> names(path + "[].", item).stream()));
                    }
                    return Stream.of(path);
                })
                .toList();
    }

    private JsonObject schema(String reference) {
        return contract.getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject(reference.substring(REFERENCE.length()));
    }

    private JsonObject schema(String reference, JsonObject inline) {
        return reference.isEmpty() ? inline : schema(reference);
    }

    private static JsonObject contract() {
        String yaml = Contract.load().yaml().toString(StandardCharsets.UTF_8);
        return new JsonObject(new JsonObject(new Yaml().<Map<String, Object>>load(yaml)).encode());
    }
}
