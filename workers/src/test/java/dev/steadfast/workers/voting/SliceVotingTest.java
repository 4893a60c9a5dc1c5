package dev.steadfast.workers.voting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.avro.NoiseTask;
import dev.steadfast.models.SampleView;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.workers.FakeVoter;
import dev.steadfast.workers.Tasks;
import dev.steadfast.workers.WorkerStoppedException;
import dev.steadfast.workers.voting.Outcome.Postponed;
import dev.steadfast.workers.voting.Outcome.Voted;
import dev.steadfast.workers.voting.Reading.Troubled;
import dev.steadfast.workers.voting.Reading.Votable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class SliceVotingTest {

    private static final Duration AGES = Duration.ofHours(1);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);

    @Test
    void shouldPackTheTasksOfAPollIntoOneCall() {
        // Given
        FakeVoter voter = new FakeVoter(request -> {}, 100);

        // When
        List<Outcome> outcomes = voting(voter, AGES).vote(votables(5));

        // Then
        assertThat(voter.calls).hasSize(1);
        assertThat(outcomes).hasSize(5).allSatisfy(outcome -> assertThat(outcome)
                .isInstanceOfSatisfying(
                        Voted.class, voted -> assertThat(voted.ballot().counts())
                                .isEqualTo(FakeVoter.votesOf(voted.task().getFirstSample(), Tasks.SAMPLES))));
    }

    @Test
    void shouldCutATaskWhereTheSliceEndsAndPutItsVotesTogether() {
        // Given slices of 4 samples, then 8, and two tasks of 10
        FakeVoter voter = new FakeVoter(request -> {}, 4);
        SliceVoting voting = voting(voter, AGES);
        List<Votable> rest = new ArrayList<>(votables(2));
        List<VoteCounts> votes = new ArrayList<>();

        // When they are given back until nothing is postponed
        while (!rest.isEmpty()) {
            for (Outcome outcome : voting.vote(rest)) {
                if (outcome instanceof Voted voted) {
                    votes.add(voted.ballot().counts());
                    rest.removeIf(votable -> votable.delivery().equals(voted.delivery()));
                }
            }
        }

        // Then no sample was voted on twice, and none left out
        assertThat(votes).containsExactly(FakeVoter.votesOf(0, 10), FakeVoter.votesOf(10, 10));
        assertThat(voter.calls.stream()
                        .flatMap(List::stream)
                        .mapToInt(VoteRequest::samples)
                        .sum())
                .isEqualTo(20);
        assertThat(voter.calls).hasSize(3);
    }

    @Test
    void shouldShowTheFirstSamplesOfAReplayedTaskOnceItIsVotedOn() {
        // Given a task of 10 samples, of which a slice takes 4
        FakeVoter voter = new FakeVoter(request -> {}, 4);
        SliceVoting voting = voting(voter, AGES);
        Votable replayed = votable(Tasks.replayed(1, 3));

        // When
        Outcome first = voting.vote(List.of(replayed)).get(0);
        Outcome second = voting.vote(List.of(replayed)).get(0);

        // Then
        assertThat(first).isInstanceOf(Postponed.class);
        assertThat(second).isInstanceOfSatisfying(Voted.class, voted -> {
            assertThat(voted.ballot().counts()).isEqualTo(FakeVoter.votesOf(10, 10));
            assertThat(voted.views()).extracting(SampleView::sample).containsExactly(10L, 11L, 12L);
        });
        assertThat(voter.views).hasSize(1);
    }

    @Test
    void shouldLeaveRoomForThePassThatShows() {
        // Given slices of 20 samples, in one pass
        FakeVoter voter = new FakeVoter(request -> {}, 20);

        // When
        List<Outcome> outcomes = voting(voter, AGES)
                .vote(List.of(votable(Tasks.replayed(0, 3)), votable(Tasks.replayed(1, 3)), votable(Tasks.task(2))));

        // Then
        assertThat(outcomes)
                .filteredOn(outcome -> outcome instanceof Postponed)
                .extracting(outcome -> outcome.delivery().record().offset())
                .containsExactly(1L, 2L);
    }

    @Test
    void shouldAnswerAPoisonTaskEvenWhereTheBrokerForgetsHowOftenItCame() {
        // Given a task that always fails, and comes as if for the first time
        FakeVoter voter = new FakeVoter(request -> failOn(request, 1), 1000);
        SliceVoting voting = voting(voter, AGES);

        // When
        List<Boolean> last = new ArrayList<>();
        for (int delivery = 0; delivery < 3; delivery++) {
            voting.vote(votables(3)).stream()
                    .filter(outcome -> outcome instanceof Troubled)
                    .forEach(outcome -> last.add(outcome.delivery().last()));
        }

        // Then
        assertThat(last).containsExactly(false, false, true);
    }

    @Test
    void shouldLetNoOtherTaskDependOnOneThatHasFailedBefore() {
        FakeVoter voter = new FakeVoter(request -> failOn(request, 1), 1000);
        SliceVoting voting = voting(voter, AGES);
        voting.vote(votables(3));
        voter.calls.clear();

        List<Outcome> outcomes = voting.vote(votables(3));

        assertThat(voter.calls)
                .as("the other two together, and the one alone")
                .extracting(List::size)
                .containsExactly(2, 1);
        assertThat(outcomes).filteredOn(outcome -> outcome instanceof Voted).hasSize(2);
    }

    @Test
    void shouldTellThatAReplayedTaskCouldNotBeShown() {
        FakeVoter voter = new FakeVoter(request -> {
            if (request.samples() == 3) {
                throw new ArithmeticException("the network failed");
            }
        });

        List<Outcome> outcomes = voting(voter, AGES).vote(List.of(votable(Tasks.replayed(0, 3))));

        assertThat(outcomes).singleElement().isInstanceOfSatisfying(Troubled.class, troubled -> assertThat(
                        troubled.trouble())
                .isEqualTo(Trouble.VOTER_FAILED));
    }

    @Test
    void shouldForgetTheVotesOfATaskThatDidNotComeBack() {
        // Given a task of which 4 samples have been voted on, and which was then given to another worker
        FakeVoter voter = new FakeVoter(request -> {}, 4);
        SliceVoting voting = voting(voter, Duration.ZERO);
        Votable votable = votables(1).get(0);
        voting.vote(List.of(votable));
        voting.vote(List.of());

        // When it is delivered again
        voting.vote(List.of(votable));

        // Then it begins anew
        assertThat(voter.calls).last().satisfies(requests -> assertThat(requests)
                .extracting(VoteRequest::firstSample)
                .containsExactly(0L));
    }

    @Test
    void shouldRunTheTasksOfAFailedSliceOneAtATime() {
        // Given
        FakeVoter voter = new FakeVoter(request -> {
            if (request.firstSample() == 10) {
                throw new ArithmeticException("the network failed");
            }
        });

        // When
        List<Outcome> outcomes = voting(voter, AGES).vote(votables(3));

        // Then
        assertThat(outcomes).element(0).isInstanceOf(Voted.class);
        assertThat(outcomes).element(1).isInstanceOfSatisfying(Troubled.class, troubled -> {
            assertThat(troubled.trouble()).isEqualTo(Trouble.VOTER_FAILED);
            assertThat(troubled.message()).isEqualTo("the network failed");
        });
        assertThat(outcomes).element(2).isInstanceOf(Voted.class);
        assertThat(voter.calls).hasSize(4);
    }

    @Test
    void shouldPostponeWhatThereIsNoTimeToRunAlone() {
        // Given no time at all beyond the first
        FakeVoter voter = new FakeVoter(request -> {
            if (request.firstSample() == 10) {
                throw new ArithmeticException("the network failed");
            }
        });

        // When
        List<Outcome> outcomes = voting(voter, Duration.ZERO).vote(votables(3));

        // Then
        assertThat(outcomes).element(0).isInstanceOf(Voted.class);
        assertThat(outcomes.subList(1, 3)).hasOnlyElementsOfType(Postponed.class);
    }

    @Test
    void shouldCountTheCallThatFailedTowardsTheTimeOfTheSlice() {
        // Given 4 s for a slice; each task takes 1 s, and the one that fails is the last
        Stopwatch stopwatch = new Stopwatch();
        SliceVoting voting = voting(stopwatch.voter(request -> failOn(request, 4)), Duration.ofSeconds(4), stopwatch);

        // When all are tried together, which takes 5 s
        List<Outcome> outcomes = voting.vote(votables(5));

        // Then one is voted on, so that there is something to show, and the rest waits
        assertThat(stopwatch.elapsed()).isEqualTo(Duration.ofSeconds(6));
        assertThat(outcomes).element(0).isInstanceOf(Voted.class);
        assertThat(outcomes.subList(1, 5)).hasOnlyElementsOfType(Postponed.class);
    }

    @Test
    void shouldPostponeSuspectsOnceTheTimeOfTheSliceIsOver() {
        // Given 3 tasks of which the last two have failed before, and 4 s for a slice
        Stopwatch stopwatch = new Stopwatch();
        Set<Integer> bad = new HashSet<>(Set.of(1, 2));
        SliceVoting voting = voting(
                stopwatch.voter(request -> bad.forEach(task -> failOn(request, task))),
                Duration.ofSeconds(4),
                stopwatch);
        voting.vote(votables(3));
        assertThat(stopwatch.elapsed())
                .as("one call until the second task, then each alone")
                .isEqualTo(Duration.ofSeconds(5));

        // When the first now fails too, after it has taken 10 s
        stopwatch.perTask = Duration.ofSeconds(10);
        bad.add(0);
        List<Outcome> outcomes = voting.vote(votables(3));

        // Then no other is begun
        assertThat(stopwatch.elapsed()).isEqualTo(Duration.ofSeconds(15));
        assertThat(outcomes).element(0).isInstanceOf(Troubled.class);
        assertThat(outcomes.subList(1, 3)).hasOnlyElementsOfType(Postponed.class);
    }

    @Test
    void shouldTakeASuspectFirstThatHasWaitedLongest() {
        // Given the first of two tasks has failed before, and a task takes longer than there is for a slice
        Stopwatch stopwatch = new Stopwatch();
        Set<Integer> bad = new HashSet<>(Set.of(0));
        SliceVoting voting = voting(
                stopwatch.voter(request -> bad.forEach(task -> failOn(request, task))),
                Duration.ofMillis(1),
                stopwatch);
        voting.vote(votables(2));

        // When it would succeed
        bad.clear();
        List<Outcome> outcomes = voting.vote(votables(2));

        // Then it is not postponed in favour of the younger one
        assertThat(outcomes).element(0).isInstanceOfSatisfying(Voted.class, voted -> assertThat(
                        voted.task().getFirstSample())
                .isZero());
        assertThat(outcomes).element(1).isInstanceOf(Postponed.class);
    }

    private static void failOn(VoteRequest request, int task) {
        if (request.firstSample() == (long) task * Tasks.SAMPLES) {
            throw new ArithmeticException("the network failed");
        }
    }

    /** A clock that only voting moves on. */
    private static final class Stopwatch implements LongSupplier {

        private Duration perTask = Duration.ofSeconds(1);
        private long nanos;

        FakeVoter voter(Consumer<VoteRequest> then) {
            return new FakeVoter(request -> {
                nanos += perTask.toNanos();
                then.accept(request);
            });
        }

        Duration elapsed() {
            return Duration.ofNanos(nanos);
        }

        @Override
        public long getAsLong() {
            return nanos;
        }
    }

    @Test
    void shouldTellAnInvalidTaskFromAFailedOne() {
        // Given
        FakeVoter voter = new FakeVoter(request -> {
            throw new IllegalArgumentException("sigma must be 0.1 to 1");
        });

        // When
        List<Outcome> outcomes = voting(voter, AGES).vote(votables(1));

        // Then
        assertThat(outcomes).singleElement().isInstanceOfSatisfying(Troubled.class, troubled -> assertThat(
                        troubled.trouble())
                .isEqualTo(Trouble.INVALID_TASK));
    }

    @Test
    void shouldStopWhenTheVoterIsClosed() {
        FakeVoter voter = new FakeVoter(request -> {
            throw new IllegalStateException("this voter is closed");
        });

        assertThatThrownBy(() -> voting(voter, AGES).vote(votables(2)))
                .isInstanceOf(WorkerStoppedException.class)
                .hasMessageContaining("this voter is closed");
        assertThat(voter.calls).hasSize(1);
    }

    private static SliceVoting voting(Voter voter, Duration slice) {
        return voting(voter, slice, System::nanoTime);
    }

    private static SliceVoting voting(Voter voter, Duration slice, LongSupplier nanoTime) {
        return new SliceVoting(voter, new Pace(slice, voter.batch()), new FailedTasks(3), CLOCK, nanoTime);
    }

    private static List<Votable> votables(int count) {
        return Tasks.tasks(count).stream().map(SliceVotingTest::votable).toList();
    }

    private static Votable votable(NoiseTask task) {
        return (Votable) new TaskReader(Tasks.SERDE, new TestInputs().inputs(0), FakeVoter.DIGEST, CLOCK)
                .read(Tasks.delivery(task));
    }
}
