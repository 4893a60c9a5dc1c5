package dev.steadfast.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.predictions.Answers;
import dev.steadfast.gateway.predictions.LiveStream;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetTest {

    private final Fleet fleet = new Fleet(
            new LiveStream(new Answers(1), 1, () -> MadeUp.NOON), () -> MadeUp.NOON, Duration.ofHours(1), 1000);

    @Test
    void shouldTellTheLatestDeadLettersNewestFirstWhateverPartitionTheyWereReadFrom() {
        fleet.past(List.of(letter(5), letter(1), letter(3)));
        fleet.arrived(IntStream.range(6, 26).mapToObj(FleetTest::letter).toList());
        fleet.arrived(List.of(letter(0)));

        JsonObject letters = fleet.describe().getJsonObject("deadLetters");

        assertThat(letters.getLong("count")).isEqualTo(24);
        assertThat(letters.getJsonArray("latest").stream().map(letter -> ((JsonObject) letter).getInteger("second")))
                .hasSize(20)
                .startsWith(25, 24)
                .endsWith(7, 6);
    }

    @Test
    void shouldPushBackOnlyAboveTheBacklogThatMayWait() {
        assertThat(fleet.pushBack()).as("nothing is known yet").isEmpty();
        fleet.measured(new Backlog(OptionalLong.of(1_000_000), OptionalLong.of(1000)));
        assertThat(fleet.pushBack()).isEmpty();

        fleet.measured(new Backlog(OptionalLong.empty(), OptionalLong.of(1001)));

        assertThat(fleet.pushBack()).hasValueSatisfying(problem -> {
            assertThat(problem.status()).isEqualTo(429);
            assertThat(problem.retryAfter()).isPresent();
            assertThat(problem.detail()).startsWith("1001 noise tasks wait for the workers");
        });
    }

    @Test
    void shouldForgetAModelThatIsServedNoMore() {
        fleet.arrived(List.of(
                new FleetNews.Model("b", Optional.of(new JsonObject().put("name", "b"))),
                new FleetNews.Model("a", Optional.of(new JsonObject().put("name", "a")))));
        assertThat(fleet.models()).extracting(model -> model.getString("name")).containsExactly("a", "b");

        fleet.arrived(List.of(new FleetNews.Model("a", Optional.empty())));

        assertThat(fleet.models()).extracting(model -> model.getString("name")).containsExactly("b");
    }

    private static FleetNews letter(int second) {
        return new FleetNews.Dead(MadeUp.NOON.plusSeconds(second), new JsonObject().put("second", second));
    }
}
