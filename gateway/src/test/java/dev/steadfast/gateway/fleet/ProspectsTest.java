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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProspectsTest {

    private static final Instant START = MadeUp.NOON;
    private static final String FIRST = "noise-tasks";
    private static final String TRIAL = "noise-tasks-trial";

    private Instant now = START;
    private final Fleet fleet = new Fleet(
            new LiveStream(new Answers(1), 1, () -> now),
            () -> now,
            "a",
            Duration.ofHours(1),
            new BacklogLimit(Duration.ofSeconds(30), 1000),
            2,
            Optional::empty);
    private final Prospects prospects = fleet.prospects();

    @BeforeEach
    void read() {
        fleet.caughtUp();
        serve(model("one", FIRST));
    }

    @Test
    void shouldCountATaskOnceHoweverOftenItsVotesCome() {
        prospects.await("f-1");
        assertThat(prospects.ofFrame("f-1").tasksDone()).hasValue(0);
        assertThat(prospects.ofFrame("f-1").tasksAsked())
                .as("no vote has said so")
                .isEmpty();

        votes("f-1", 0, 4);
        votes("f-1", 2, 4);
        votes("f-1", 2, 4);
        votes("f-2", 1, 4);

        assertThat(prospects.ofFrame("f-1").tasksDone()).hasValue(2);
        assertThat(prospects.ofFrame("f-1").tasksAsked()).hasValue(4);
        assertThat(prospects.ofFrame("f-1").detail()).startsWith("2 of 4 tasks are done; 1 worker votes; ");
    }

    @Test
    void shouldFollowAPlanThatAsksForMore() {
        prospects.await("f-1");

        votes("f-1", 0, 2);
        votes("f-1", 2, 3);
        votes("f-1", 1, 2);

        assertThat(prospects.ofFrame("f-1").tasksDone()).hasValue(3);
        assertThat(prospects.ofFrame("f-1").tasksAsked()).hasValue(3);
    }

    @Test
    void shouldNotKnowHowManyTasksWereAskedOfWorkersThatDoNotSayIt() {
        prospects.await("f-1");

        fleet.arrived(List.of(
                MadeUpVotes.of("f-1", 0, OptionalInt.empty(), "w", "digest of one", Duration.ofSeconds(1), now)));

        assertThat(prospects.ofFrame("f-1").tasksDone()).hasValue(1);
        assertThat(prospects.ofFrame("f-1").tasksAsked()).isEmpty();
    }

    @Test
    void shouldForgetAFrameThatHasItsAnswerAndTheOldestBeyondItsBound() {
        prospects.await("f-1");
        prospects.await("f-2");
        prospects.answered("f-1");
        votes("f-1", 0, 4);
        assertThat(prospects.ofFrame("f-1").tasksDone())
                .as("not known, rather than none")
                .isEmpty();

        prospects.await("f-3");
        prospects.await("f-4");
        votes("f-2", 0, 4);
        votes("f-3", 0, 4);

        assertThat(prospects.ofFrame("f-2").tasksDone()).isEmpty();
        assertThat(prospects.ofFrame("f-3").tasksDone()).hasValue(1);
    }

    @Test
    void shouldEstimateByTheQueueBeforeAFramesTurnAndByItsOwnTasksThen() {
        // Given a worker that takes half a second for a task
        prospects.await("f-1");
        votesOfOthers("w", 4, Duration.ofMillis(500));
        waits(Map.of(FIRST, 121L));

        // Then
        Prospect before = prospects.ofFrame("f-1");
        assertThat(before.queueAhead()).hasValue(121);
        assertThat(before.estimatedSeconds()).as("121 tasks at 2 a second").hasValue(61);
        assertThat(before.detail()).isEqualTo("1 worker votes; 121 tasks wait, about 61 s");

        // When its turn has come
        fleet.arrived(List.of(MadeUpVotes.of(
                "f-1", 0, OptionalInt.of(5), "w", "digest of one", Duration.ofMillis(500), now.plusMillis(500))));

        // Then
        now = now.plusMillis(500);
        assertThat(prospects.ofFrame("f-1").estimatedSeconds())
                .as("4 tasks at 2 a second")
                .hasValue(2);
        assertThat(prospects.ofFrame("f-1").detail())
                .isEqualTo("1 of 5 tasks are done; 1 worker votes; 121 tasks wait, about 2 s");
    }

    @Test
    void shouldSayThatNoWorkerVotesAndForHowLong() {
        prospects.await("f-1");
        votesOfOthers("w", 1, Duration.ofSeconds(1));
        waits(Map.of(FIRST, 120L));

        now = now.plusSeconds(40);
        waits(Map.of(FIRST, 120L));

        assertThat(prospects.ofFrame("f-1").estimatedSeconds()).isEmpty();
        assertThat(prospects.ofFrame("f-1").detail()).isEqualTo("no worker has voted for 40 s, and 120 tasks wait");
        now = now.plusSeconds(600);
        assertThat(prospects.ofFrame("f-1").detail())
                .isEqualTo("no worker has voted for 10 min, and how many tasks wait is not known");
    }

    @Test
    void shouldNotCountOnAWorkerThatFailsOnEveryTaskAsOneWithAnotherBundle() {
        prospects.await("f-1");
        waits(Map.of(FIRST, 67L));
        fleet.arrived(List.of(new FleetNews.Votes(
                "w",
                "",
                "digest of one",
                new FleetNews.FrameTask("f-1", 0, OptionalInt.of(44)),
                25,
                now,
                true,
                Optional.of("OTHER_BUNDLE: the task is for another bundle"),
                now)));

        assertThat(prospects.ofFrame("f-1").estimatedSeconds()).isEmpty();
        assertThat(prospects.ofFrame("f-1").detail())
                .isEqualTo("1 of 44 tasks are done; 1 worker fails on every task, for a reason that its log and the"
                        + " dead letters say; 67 tasks wait");

        votes("f-1", 1, 44);

        assertThat(prospects.ofFrame("f-1").detail()).startsWith("2 of 44 tasks are done; 1 worker votes; ");
    }

    @Test
    void shouldSayHowLongItHasListenedInVain() {
        waits(Map.of(FIRST, 1L));
        assertThat(prospects.ofFrame("f-1").detail())
                .as("votes are read from a minute back")
                .isEqualTo("no worker has voted for more than 60 s, and 1 task waits");

        fleet.measured(new Backlog(OptionalLong.of(3), Map.of(FIRST, 0L)));
        assertThat(prospects.ofFrame("f-1").detail())
                .isEqualTo("no worker has voted for more than 60 s, and no task waits; 3 frames wait for the topology");
    }

    @Test
    void shouldSayNothingOfWorkersBeforeItHearsThem() {
        Prospects deaf = new Fleet(
                        new LiveStream(new Answers(1), 1, () -> now),
                        () -> now,
                        "a",
                        Duration.ofHours(1),
                        new BacklogLimit(Duration.ofSeconds(30), 1000),
                        2,
                        Optional::empty)
                .prospects();

        assertThat(deaf.ofFrame("f-1").detail())
                .isEqualTo("the gateway does not read the workers' votes yet, and how many tasks wait is not known");
    }

    @Test
    void shouldNotGuessWhichOfSeveralBundlesAnswersBeforeItVotes() {
        serve(model("one", FIRST), model("two", TRIAL));
        prospects.await("f-1");
        waits(Map.of(FIRST, 10L, TRIAL, 30L));
        votesOfOthers("w", 4, Duration.ofMillis(500));

        Prospect before = prospects.ofFrame("f-1");
        assertThat(before.queueAhead()).isEmpty();
        assertThat(before.estimatedSeconds()).isEmpty();
        assertThat(before.detail()).isEqualTo("1 worker votes; 40 tasks wait");

        fleet.arrived(List.of(
                MadeUpVotes.of("f-1", 0, OptionalInt.empty(), "v", "digest of two", Duration.ofSeconds(1), now)));
        assertThat(prospects.ofFrame("f-1").queueAhead()).hasValue(30);
        assertThat(prospects.ofFrame("f-1").estimatedSeconds())
                .as("by its own workers")
                .hasValue(30);
    }

    @Test
    void shouldTellNullOfWhatIsNotKnown() {
        assertThat(prospects.addTo(new JsonObject(), "f-1").encode())
                .isEqualTo(
                        "{\"tasksDone\":null,\"tasksAsked\":null,\"queueAhead\":null,\"estimatedSeconds\":null,"
                                + "\"detail\":\"no worker has voted for more than 60 s, and how many tasks wait is not known\"}");
    }

    private void votes(String frameId, int task, int asked) {
        fleet.arrived(List.of(MadeUpVotes.of(
                frameId, task, OptionalInt.of(asked), "w", "digest of one", Duration.ofSeconds(1), now)));
    }

    private void votesOfOthers(String worker, int tasks, Duration each) {
        for (int i = tasks - 1; i >= 0; i--) {
            fleet.arrived(List.of(MadeUpVotes.of(
                    "other", i, OptionalInt.empty(), worker, "digest of one", each, now.minus(each.multipliedBy(i)))));
        }
    }

    private void waits(Map<String, Long> tasks) {
        fleet.measured(new Backlog(OptionalLong.empty(), tasks));
    }

    private void serve(ServedModel... models) {
        fleet.arrived(List.of(new FleetNews.Models("a", List.of(models))));
    }

    private static ServedModel model(String name, String queue) {
        return new ServedModel(new JsonObject()
                .put("name", name)
                .put("version", "1.0.0")
                .put("digest", "digest of " + name)
                .put("queue", queue)
                .put("answers", true));
    }
}
