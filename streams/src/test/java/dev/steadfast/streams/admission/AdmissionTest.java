package dev.steadfast.streams.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.schemas.SampleBudget;
import dev.steadfast.streams.admission.Admission.State;
import dev.steadfast.streams.admission.Orders.Sending;
import dev.steadfast.streams.admission.SimulatedFleet.Answer;
import dev.steadfast.streams.admission.SimulatedFleet.End;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole fleets in virtual time: what overload does, and what it must not do. */
class AdmissionTest {

    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final Duration QUEUE_TIME = Duration.ofSeconds(2);

    static Stream<Arguments> overloads() {
        return Stream.of(1.2, 4.0, 20.0, 50.0)
                .flatMap(times -> LongStream.range(0, 10).mapToObj(seed -> Arguments.of(times, seed)));
    }

    @ParameterizedTest
    @MethodSource("overloads")
    void shouldDecideAlmostAsManyFramesAsWithoutOverload(double times, long seed) {
        double tasksPerSecond = 40;
        int tasks = 2 + (int) seed * 4;
        SimulatedFleet fleet = new SimulatedFleet(tasksPerSecond, QUEUE_TIME, DEADLINE, seed);
        for (int camera = 0; camera <= seed % 4; camera++) {
            fleet.camera("c" + camera, times * tasksPerSecond / tasks / (1 + seed % 4), tasks);
        }

        fleet.run(Duration.ofMinutes(2));

        double possible = tasksPerSecond * 120 / tasks;
        assertThat(fleet.answers().stream().filter(answer -> answer.end() == End.DECIDED))
                .as("decided of %s that are possible", possible)
                .hasSizeGreaterThan((int) (0.93 * possible) - 4);
        assertThat(fleet.answers().size() + fleet.open()).isEqualTo(fleet.arrived());
        assertThat(fleet.answers()).allMatch(answer -> answer.age().compareTo(DEADLINE.plusMillis(20)) <= 0);
        fleet.noMoreFrames();
        fleet.run(DEADLINE.plusSeconds(1));
        assertThat(fleet.answers()).hasSize(fleet.arrived());
    }

    @ParameterizedTest
    @CsvSource({"4, 1", "20, 2", "50, 3"})
    void shouldBeItselfAgainSecondsAfterABurst(double times, long seed) {
        SimulatedFleet fleet = new SimulatedFleet(100, QUEUE_TIME, Duration.ofMinutes(5), seed);
        fleet.camera("burst", times * 10, 10);
        fleet.run(Duration.ofMinutes(1));
        fleet.noMoreFrames();
        fleet.camera("burst", 2, 10);
        Instant over = fleet.now();

        fleet.run(Duration.ofSeconds(30));

        assertThat(fleet.answers())
                .filteredOn(answer -> answer.arrived().isAfter(over.plusSeconds(5))
                        && answer.arrived().isBefore(over.plusSeconds(20)))
                .isNotEmpty()
                .allMatch(answer -> answer.end() == End.DECIDED)
                .allMatch(answer -> answer.age().compareTo(Duration.ofSeconds(5)) < 0);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5"})
    void shouldNotLetOneCameraTakeTheOthersTime(long seed) {
        SimulatedFleet fleet = new SimulatedFleet(200, QUEUE_TIME, DEADLINE, seed);
        for (int camera = 0; camera < 19; camera++) {
            fleet.camera("quiet-" + camera, 0.5, 10); // 95 tasks a second of 200
        }
        fleet.camera("greedy", 50, 10);

        fleet.run(Duration.ofMinutes(2));

        assertThat(fleet.answers())
                .filteredOn(answer -> answer.camera().startsWith("quiet"))
                .hasSizeGreaterThan(1000)
                .allMatch(answer -> answer.end() == End.DECIDED);
        assertThat(decided(fleet, "greedy"))
                .as("the greedy one gets what is left")
                .isGreaterThan((int) (0.85 * 105 * 120 / 10));
    }

    @ParameterizedTest
    @CsvSource({"3500, 0", "3500, 1", "4000, 2"})
    void shouldFinishFramesThatTakeAllWorkersMostOfTheirDeadline(int deadlineMillis, long seed) {
        SimulatedFleet fleet = new SimulatedFleet(33, Duration.ofMillis(900), Duration.ofMillis(deadlineMillis), seed);
        for (int camera = 0; camera < 3; camera++) {
            fleet.camera("c" + camera, 0.33, 100); // three seconds of all workers
        }

        fleet.run(Duration.ofMinutes(4));

        assertThat(fleet.answers().stream().filter(answer -> answer.end() == End.DECIDED))
                .as("of 79 that are possible")
                .hasSizeGreaterThan(50);
        assertThat(fleet.answers().stream().filter(answer -> answer.end() == End.TOO_LATE))
                .as("begun, and not done in time")
                .hasSizeLessThan(16);
    }

    @ParameterizedTest
    @CsvSource({"4, 1", "20, 2"})
    void shouldShareTheWorkersAmongInstances(double times, long seed) {
        SimulatedFleet fleet = new SimulatedFleet(60, QUEUE_TIME, DEADLINE, seed, 3);
        fleet.camera("one", times * 3, 10);
        fleet.camera("other", times * 3, 10);

        fleet.run(Duration.ofMinutes(2));

        double possible = 60.0 * 120 / 10;
        assertThat(decided(fleet, "one") + decided(fleet, "other")).isGreaterThan((long) (0.9 * possible));
        assertThat(decided(fleet, "one")).isBetween((long) (0.35 * possible), (long) (0.6 * possible));
    }

    @ParameterizedTest
    @CsvSource({"4, 1, 1", "20, 1, 2", "50, 1, 3", "20, 3, 4", "50, 3, 5"})
    void shouldTurnAwayBeforeTheyAreDecodedMostFramesThatWouldBeGivenUp(double times, int instances, long seed) {
        SimulatedFleet fleet = new SimulatedFleet(100, QUEUE_TIME, DEADLINE, seed, instances);
        fleet.camera("one", times * 5, 10);
        fleet.camera("other", times * 5, 10);
        fleet.run(DEADLINE.multipliedBy(2));
        int before = fleet.answers().size();

        fleet.run(Duration.ofMinutes(1));

        List<Answer> answers = fleet.answers().subList(before, fleet.answers().size());
        assertThat(answers).filteredOn(answer -> answer.end() == End.DECIDED).hasSizeGreaterThan((int)
                (0.93 * 100 * 60 / 10));
        assertThat(answers)
                .as("given up, where ten times as many could be decided")
                .filteredOn(answer -> answer.end() == End.GIVEN_UP)
                .hasSizeLessThan(6 * 100 * 60 / 10);
    }

    @ParameterizedTest
    @CsvSource({"4, 1", "20, 2"})
    void shouldShareTheWorkersByWeight(double times, long seed) {
        SimulatedFleet fleet = new SimulatedFleet(60, QUEUE_TIME, DEADLINE, seed);
        fleet.camera("usual", times * 3, 10);
        fleet.camera("gate", times * 3, 10);
        fleet.weight("gate", 3);

        fleet.run(Duration.ofMinutes(2));

        double possible = 60.0 * 120 / 10;
        assertThat(decided(fleet, "gate")).isBetween((long) (0.65 * possible), (long) (0.8 * possible));
        assertThat(decided(fleet, "usual")).isBetween((long) (0.18 * possible), (long) (0.3 * possible));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 2"})
    void shouldTakeCheaperPlansUnderPressureAndGoBackAfterwards(int instances, long seed) {
        SimulatedFleet fleet = new SimulatedFleet(100, QUEUE_TIME, DEADLINE, seed, instances);
        fleet.ladder(20, 4);
        fleet.camera("quiet", 0.5, 20);
        fleet.camera("busy", 15, 20); // three times what there is, and six tenths with four tasks a frame
        fleet.run(Duration.ofMinutes(1));
        int warm = fleet.answers().size();
        fleet.run(Duration.ofMinutes(10));

        List<Answer> busy = fleet.answers().subList(warm, fleet.answers().size()).stream()
                .filter(answer -> answer.camera().equals("busy"))
                .toList();
        assertThat(busy.stream().filter(answer -> answer.end() == End.DECIDED))
                .as("decided of %s, some at the dear plan that is tried again", busy.size())
                .hasSizeGreaterThan((int) (0.8 * busy.size()));
        assertThat(fleet.answers())
                .filteredOn(answer -> answer.camera().equals("quiet"))
                .as("who sends little loses nothing")
                .allMatch(answer -> answer.end() == End.DECIDED && answer.tasks() == 20);

        fleet.noMoreFrames();
        fleet.camera("busy", 2, 20);
        fleet.run(Duration.ofMinutes(6));
        int late = fleet.answers().size();
        fleet.run(Duration.ofMinutes(1));
        assertThat(fleet.answers().subList(late, fleet.answers().size()))
                .as("pressure is over")
                .hasSizeGreaterThan(100)
                .allMatch(answer -> answer.end() == End.DECIDED && answer.tasks() == 20);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "3, 3", "3, 4"})
    void shouldSpendNoMoreOnACameraThanItsBudget(int instances, long seed) {
        SimulatedFleet fleet = new SimulatedFleet(400, QUEUE_TIME, DEADLINE, seed, instances);
        fleet.budget("sponge", new SampleBudget(500, 5000)); // of 20 tasks a second
        fleet.camera("usual", 5, 10);
        fleet.camera("sponge", 20, 40); // 800 tasks a second, twice what all workers do

        fleet.run(Duration.ofMinutes(3));

        long spent = decided(fleet, "sponge") * 40 * SimulatedFleet.TASK_SAMPLES;
        assertThat(spent)
                .as("all that it may, and a frame more in each instance at most")
                .isBetween((long) (0.85 * 500 * 180), 500L * 180 + 5000 + instances * 40L * 25);
        assertThat(fleet.answers())
                .filteredOn(answer -> answer.camera().equals("usual"))
                .allMatch(answer -> answer.end() == End.DECIDED);
        assertThat(fleet.answers())
                .filteredOn(answer -> answer.camera().equals("sponge") && answer.end() != End.DECIDED)
                .isNotEmpty()
                .allMatch(answer -> answer.end() == End.OVER_BUDGET || answer.end() == End.TURNED_AWAY)
                .allMatch(answer -> answer.age().compareTo(DEADLINE.plusMillis(20)) <= 0);
        assertThat(fleet.open()).as("frames that wait").isLessThan(200);
    }

    @Test
    void shouldLetFramesWaitForTheBudgetThatCanAndTakeNoNoticeOfOneThatIsEnough() {
        SimulatedFleet fleet = new SimulatedFleet(400, QUEUE_TIME, DEADLINE, 1);
        fleet.budget("camera", new SampleBudget(500, 1000));
        for (int i = 0; i < 20; i++) {
            fleet.frame("camera", 10); // 250 samples each: 5000 at once, of which 1000 may be
        }
        fleet.run(Duration.ofSeconds(10));
        assertThat(decided(fleet, "camera")).isEqualTo(20);
        assertThat(fleet.answers().get(19).age()).isGreaterThan(Duration.ofSeconds(7));

        fleet.camera("camera", 1.5, 10);
        fleet.run(Duration.ofMinutes(1));
        assertThat(fleet.answers()).allMatch(answer -> answer.end() == End.DECIDED);
    }

    @Test
    void shouldNotTakeForWorkWhatABudgetHoldsBack() {
        Admission admission = new Admission(1, () -> QUEUE_TIME);
        Instant now = Instant.EPOCH;
        Optional<SampleBudget> budget = Optional.of(new SampleBudget(50, 500));
        for (int i = 0; i < 50; i++) { // 250 samples each
            admission.apply(
                    new Applicant("0_0", "f" + i, "c", 1, "q", 10, 0, false, 25, budget, now.plusSeconds(900)), now);
        }

        List<Sending> sendings = admission.collect("0_0", now).sendings();

        assertThat(sendings.stream().mapToInt(Sending::tasks)).hasSizeLessThan(5);
        State state = Objects.requireNonNull(admission.states(now).get("q"));
        assertThat(state.waiting()).isEqualTo(48);
        assertThat(state.tasks()).as("that workers are needed for").isLessThan(20);
        assertThat(Objects.requireNonNull(admission.states(now.plusSeconds(5)).get("q"))
                        .tasks())
                .as("of 250 samples that there are then")
                .isBetween(1L, 20L);
    }

    @Test
    void shouldAnswerAtOnceWhatTheBudgetLetsBeginTooLate() {
        SimulatedFleet fleet = new SimulatedFleet(400, QUEUE_TIME, DEADLINE, 1);
        fleet.budget("camera", new SampleBudget(10, 10));
        fleet.frame("camera", 40); // 1000 samples: a debt for 99 seconds
        fleet.run(Duration.ofSeconds(2));

        fleet.frame("camera", 1);
        fleet.run(Duration.ofMillis(100));

        assertThat(fleet.answers()).extracting(Answer::end).containsExactly(End.DECIDED, End.OVER_BUDGET);
    }

    @Test
    void shouldSendALargeFramesTasksBetweenThoseOfOthers() {
        SimulatedFleet fleet = new SimulatedFleet(20, QUEUE_TIME, Duration.ofMinutes(5), 1);
        fleet.camera("usual", 0.5, 10);
        fleet.run(Duration.ofSeconds(20));

        fleet.frame("large", 600); // half a minute of all workers, if they had nothing else to do
        fleet.run(Duration.ofMinutes(4));

        assertThat(decided(fleet, "large")).isEqualTo(1);
        assertThat(fleet.answers())
                .filteredOn(answer -> answer.camera().equals("usual"))
                .hasSizeGreaterThan(80)
                .allMatch(answer -> answer.age().compareTo(Duration.ofSeconds(12)) < 0);
    }

    @Test
    void shouldGiveNothingUpWhileNobodyVotes() {
        SimulatedFleet fleet = new SimulatedFleet(0, QUEUE_TIME, Duration.ofSeconds(30), 1);
        fleet.camera("c", 10, 10);
        fleet.run(Duration.ofSeconds(29));
        assertThat(fleet.answers()).isEmpty();

        fleet.speed(1000);
        fleet.run(Duration.ofSeconds(20));

        assertThat(fleet.answers())
                .filteredOn(answer -> answer.end() == End.DECIDED)
                .hasSizeGreaterThan(250);
    }

    @Test
    void shouldGoOnWithWhatAnOwnerHadWhenItComesBack() {
        Admission admission = new Admission(1, () -> QUEUE_TIME);
        Instant now = Instant.EPOCH;
        admission.apply(
                new Applicant("0_0", "a", "c", 1, "q", 100, 0, false, 25, Optional.empty(), now.plusSeconds(100)), now);
        int first = sum(admission.collect("0_0", now));
        assertThat(first).isEqualTo(Lane.ALONE);

        admission.forget("0_0", now);
        admission.apply(
                new Applicant(
                        "0_0", "a", "c", 1, "q", 100 - first, first, true, 25, Optional.empty(), now.plusSeconds(100)),
                now);
        assertThat(admission.collect("0_0", now).isEmpty())
                .as("as much as may be is under way")
                .isTrue();
        for (int i = 0; i < first - Lane.FIRST_WINDOW; i++) {
            admission.counted("0_0", "a", now);
        }
        assertThat(sum(admission.collect("0_0", now)))
                .as("what was voted on, and as many more")
                .isPositive();
        admission.ended("0_0", "a", now);
        assertThat(admission.states(now).get("q")).isEqualTo(new Admission.State(0, 0, 0, 0, false));
    }

    private static int sum(Orders orders) {
        return orders.sendings().stream().mapToInt(Orders.Sending::tasks).sum();
    }

    private static long decided(SimulatedFleet fleet, String camera) {
        List<Answer> answers = fleet.answers();
        return answers.stream()
                .filter(answer -> answer.camera().equals(camera) && answer.end() == End.DECIDED)
                .count();
    }
}
