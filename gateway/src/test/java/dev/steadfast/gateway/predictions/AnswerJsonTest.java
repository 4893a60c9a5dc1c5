package dev.steadfast.gateway.predictions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.gateway.MadeUp;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerJsonTest {

    @Test
    void shouldKeepNamesAndOrder() throws IOException {
        assertThat(AnswerJson.of(MadeUp.certified("f-1", "door")).encode()).isEqualTo(golden("certified.json"));
        assertThat(AnswerJson.of(MadeUp.rejected(Optional.empty(), Optional.of("door")))
                        .encode())
                .isEqualTo(golden("rejected.json"));
    }

    @Test
    void shouldGiveTheReasonOfAnAbstentionAndTheVotesThatLedToIt() {
        JsonObject json = AnswerJson.of(MadeUp.abstained("f-1", "door", 0.43));

        assertThat(json.getString("outcome")).isEqualTo("abstained");
        assertThat(json.getString("reason")).isEqualTo("not-confident");
        assertThat(json.getInteger("class")).isNull();
        assertThat(json.getDouble("radius")).isZero();
        assertThat(json.getJsonArray("counts").getJsonObject(0).getInteger("votes"))
                .isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 1.0 / 3, 0.6156870000000001, 2.4617e-5, 1e-9, 3.8, 1234567.891, Double.MIN_VALUE})
    void shouldPrintARadiusThatIsReadBackAsTheSameDouble(double radius) {
        String json = AnswerJson.of(MadeUp.certified("f-1", "door", "cat", radius, 0.9))
                .encode();

        String printed = json.replaceFirst(".*\"radius\":([^,]*),.*", "$1");
        assertThat(new BigDecimal(printed).doubleValue()).isEqualTo(radius);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void shouldNotMakeUpANumberWhereThereIsNone(double radius) {
        assertThatThrownBy(() -> AnswerJson.of(MadeUp.certified("f-1", "door", "cat", radius, 0.9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("radius must be finite");
    }

    private static String golden(String file) throws IOException {
        try (InputStream json = Objects.requireNonNull(AnswerJsonTest.class.getResourceAsStream(file))) {
            return new JsonObject(new String(json.readAllBytes(), StandardCharsets.UTF_8)).encode();
        }
    }
}
