package dev.steadfast.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.MadeUpVotes;
import dev.steadfast.gateway.predictions.Answers;
import dev.steadfast.gateway.predictions.LiveStream;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final String FIRST = "noise-tasks";
    private static final String TRIAL = "noise-tasks-trial";

    private final Fleet fleet = new Fleet(
            new LiveStream(new Answers(1), 1, () -> MadeUp.NOON),
            () -> MadeUp.NOON,
            "a",
            Duration.ofHours(1),
            new BacklogLimit(Duration.ofSeconds(30), 1000),
            10,
            Optional::empty);

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
        fleet.measured(new Backlog(OptionalLong.of(1_000_000), Map.of(FIRST, 1000L)));
        assertThat(fleet.pushBack()).isEmpty();

        fleet.measured(new Backlog(OptionalLong.empty(), Map.of(FIRST, 1001L)));

        assertThat(fleet.pushBack()).hasValueSatisfying(problem -> {
            assertThat(problem.status()).isEqualTo(429);
            assertThat(problem.retryAfter()).isPresent();
            assertThat(problem.detail())
                    .startsWith("1001 noise tasks wait for the workers of the queue noise-tasks, whose");
        });
    }

    @Test
    void shouldPushBackForNoBundleOnTrialHoweverMuchWaitsForIt() {
        fleet.arrived(List.of(served("a", model("stable", FIRST, true), model("trial", TRIAL, false))));

        fleet.measured(new Backlog(OptionalLong.of(0), Map.of(FIRST, 1000L, TRIAL, 1_000_000L)));

        assertThat(fleet.pushBack()).isEmpty();
        assertThat(fleet.describe().getJsonObject("backlog").encode())
                .isEqualTo("{\"frames\":0,\"tasks\":1000,\"limit\":1000,\"limitSeconds\":30.0,\"overloaded\":false,"
                        + "\"queues\":["
                        + "{\"queue\":\"noise-tasks\",\"tasks\":1000,\"tasksPerSecond\":null,\"seconds\":null,"
                        + "\"full\":false,\"answers\":true},"
                        + "{\"queue\":\"noise-tasks-trial\",\"tasks\":1000000,\"tasksPerSecond\":null,"
                        + "\"seconds\":null,\"full\":false,\"answers\":false}]}");
    }

    @Test
    void shouldCountWhatWaitsInTheTopologyForItsTurn() {
        fleet.measured(new Backlog(OptionalLong.of(0), Map.of(FIRST, 100L)));

        fleet.arrived(List.of(waiting("one", 1000, true), waiting("other", 5, false)));

        assertThat(fleet.backlog().tasks(FIRST)).hasValue(1105);
        assertThat(fleet.describe().getJsonObject("backlog").getBoolean("overloaded"))
                .isTrue();
        assertThat(fleet.pushBack()).isPresent();

        fleet.arrived(List.of(new FleetNews.Models(
                "a", List.of(), Optional.of(new FleetNews.Waiting("one", Map.of(), Map.of(), false, MadeUp.NOON)))));
        assertThat(fleet.backlog().tasks(FIRST)).hasValue(105);
        assertThat(fleet.describe().getJsonObject("backlog").getBoolean("overloaded"))
                .isFalse();
    }

    @Test
    void shouldPushBackByTheTimeThatTheWorkTakesWhereThoseWhoWaitKnowIt() {
        // Given
        fleet.measured(new Backlog(OptionalLong.of(0), Map.of(FIRST, 20L)));
        fleet.arrived(List.of(waiting("one", 500, 10), waiting("other", 80, 10)));
        assertThat(fleet.pushBack()).as("600 tasks at 20 a second").isEmpty();

        // When
        fleet.measured(new Backlog(OptionalLong.of(0), Map.of(FIRST, 100L)));

        // Then
        assertThat(fleet.pushBack()).hasValueSatisfying(problem -> {
            assertThat(problem.detail()).contains("680 noise tasks", "34 s of work", "more than 30 s");
            assertThat(problem.retryAfter()).contains(Duration.ofSeconds(4));
        });
        JsonObject queue =
                fleet.describe().getJsonObject("backlog").getJsonArray("queues").getJsonObject(0);
        assertThat(queue.getDouble("tasksPerSecond")).isEqualTo(20);
        assertThat(queue.getDouble("seconds")).isEqualTo(34);
        assertThat(queue.getBoolean("full")).isTrue();
        assertThat(fleet.backlogSeconds(FIRST)).hasValue(34);
    }

    @Test
    void shouldRelyOnVotesWhereNotAllOfThoseWhoWaitKnowTheSpeed() {
        fleet.arrived(List.of(waiting("one", 500, 10), waiting("other", 80, 0)));
        fleet.measured(new Backlog(OptionalLong.of(0), Map.of(FIRST, 20L)));
        assertThat(fleet.backlogSeconds(FIRST)).as("nobody votes either").isEmpty();
        assertThat(fleet.pushBack()).as("600 tasks of 1000").isEmpty();

        for (int second = 9; second >= 0; second--) {
            votes(MadeUp.NOON.minusSeconds(second));
        }

        assertThat(fleet.backlogSeconds(FIRST)).hasValue(600);
        assertThat(fleet.pushBack()).isPresent();
    }

    @Test
    void shouldNotRelyOnTheFirstVotesOfAWorker() {
        fleet.measured(new Backlog(OptionalLong.of(0), Map.of(FIRST, 40L)));

        for (int second = 8; second >= 0; second--) {
            votes(MadeUp.NOON.minusSeconds(second));
        }

        assertThat(fleet.pushBack()).as("40 s of work, if its first tasks tell").isEmpty();
        assertThat(fleet.backlogSeconds(FIRST)).isEmpty();
    }

    /** Votes on a task that took a second. */
    private void votes(Instant at) {
        fleet.arrived(List.of(MadeUpVotes.of("f-1", 0, OptionalInt.empty(), "w", "digest", Duration.ofSeconds(1), at)));
    }

    private static FleetNews waiting(String instance, long tasks, boolean overloaded) {
        return new FleetNews.Models(
                "a",
                List.of(),
                Optional.of(new FleetNews.Waiting(instance, Map.of(FIRST, tasks), Map.of(), overloaded, MadeUp.NOON)));
    }

    private static FleetNews waiting(String instance, long tasks, int perSecond) {
        return new FleetNews.Models(
                "a",
                List.of(),
                Optional.of(new FleetNews.Waiting(
                        instance,
                        Map.of(FIRST, tasks),
                        perSecond == 0 ? Map.of() : Map.of(FIRST, (double) perSecond),
                        true,
                        MadeUp.NOON)));
    }

    @Test
    void shouldPushBackForEachBundleThatAnswersAndSayWhichQueueIsTooLong() {
        fleet.arrived(List.of(served("a", model("stable", FIRST, true), model("canary", TRIAL, true))));
        fleet.measured(new Backlog(OptionalLong.empty(), Map.of(FIRST, 900L, TRIAL, 900L)));
        assertThat(fleet.pushBack()).as("each may have as much").isEmpty();
        assertThat(fleet.describe().getJsonObject("backlog").getLong("tasks")).isEqualTo(1800);

        fleet.measured(new Backlog(OptionalLong.empty(), Map.of(FIRST, 900L, TRIAL, 1001L)));

        assertThat(fleet.pushBack()).hasValueSatisfying(problem -> assertThat(problem.detail())
                .isEqualTo("1001 noise tasks wait for the workers of the queue noise-tasks-trial, whose speed is not"
                        + " known; while more than 1000 do, no frames are taken"));
    }

    @Test
    void shouldNotPushBackForTheFirstQueueWhereNoBundleAnswersFromIt() {
        fleet.arrived(List.of(served("a", model("stable", TRIAL, true))));

        fleet.measured(new Backlog(OptionalLong.empty(), Map.of(FIRST, 1001L, TRIAL, 3L)));

        assertThat(fleet.pushBack()).isEmpty();
        assertThat(fleet.queues()).as("is watched in any case").containsExactly(FIRST, TRIAL);
    }

    @Test
    void shouldNotTellATotalThatIsNotKnown() {
        fleet.measured(new Backlog(OptionalLong.empty(), Map.of(TRIAL, 3L)));

        assertThat(fleet.describe().getJsonObject("backlog").getLong("tasks")).isNull();
    }

    @Test
    void shouldKnowTheBundlesOfTheLatestAnnouncementOnly() {
        fleet.arrived(List.of(served("a", model("one", FIRST, true), model("two", TRIAL, false))));
        assertThat(fleet.models()).extracting(ServedModel::name).containsExactly("one", "two");

        fleet.arrived(List.of(served("a", model("three", FIRST, true))));

        assertThat(fleet.models()).extracting(ServedModel::name).containsExactly("three");
        assertThat(fleet.queues()).containsExactly(FIRST);
        assertThat(fleet.model("digest of one")).isEmpty();
    }

    @Test
    void shouldFindABundleByItsDigestRatherInTheOwnDeployment() {
        fleet.arrived(List.of(
                served("0", model("one", FIRST, true), model("three", FIRST, true)),
                served("a", model("two", FIRST, true), model("one", TRIAL, false))));

        assertThat(fleet.model("digest of one")).map(ServedModel::queue).contains(TRIAL);
        assertThat(fleet.model("digest of three")).map(ServedModel::queue).contains(FIRST);
    }

    @Test
    void shouldNotWaitForTheQueuesOfAnotherDeployment() {
        fleet.arrived(
                List.of(served("a", model("stable", FIRST, true)), served("b", model("left behind", TRIAL, true))));

        fleet.measured(new Backlog(OptionalLong.empty(), Map.of(FIRST, 0L, TRIAL, 1001L)));

        assertThat(fleet.pushBack()).isEmpty();
        assertThat(fleet.queues()).containsExactly(FIRST);
        assertThat(fleet.models()).as("is shown").hasSize(2);
    }

    @Test
    void shouldForgetAModelThatIsServedNoMore() {
        fleet.arrived(List.of(served("b", model("b", FIRST, true)), served("a", model("a", TRIAL, true))));
        assertThat(fleet.models()).extracting(ServedModel::name).containsExactly("a", "b");

        fleet.arrived(List.of(served("a")));

        assertThat(fleet.models()).extracting(ServedModel::name).containsExactly("b");
    }

    private static FleetNews served(String application, ServedModel... models) {
        return new FleetNews.Models(application, List.of(models));
    }

    private static ServedModel model(String name, String queue, boolean answers) {
        return new ServedModel(new JsonObject()
                .put("name", name)
                .put("version", "1.0.0")
                .put("digest", "digest of " + name)
                .put("queue", queue)
                .put("answers", answers));
    }

    private static FleetNews letter(int second) {
        return new FleetNews.Dead(MadeUp.NOON.plusSeconds(second), new JsonObject().put("second", second));
    }
}
