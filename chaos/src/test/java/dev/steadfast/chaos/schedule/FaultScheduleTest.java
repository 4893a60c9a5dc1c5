package dev.steadfast.chaos.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultScheduleTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration EVERY = Duration.ofSeconds(7);
    private static final Roster SMALL = new Roster(1, 2, 2, 2);
    private static final Roster LARGE = new Roster(3, 2, 2, 2);

    private static List<Fault> faults(long seed, Roster roster) {
        return FaultSchedule.draw(seed, HOUR, EVERY, roster, EnumSet.allOf(FaultKind.class))
                .faults();
    }

    @Test
    void shouldGiveTheSameFaultsForTheSameSeedAndOthersForAnother() {
        assertThat(faults(7, SMALL)).isEqualTo(faults(7, SMALL)).isNotEqualTo(faults(8, SMALL));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldStrikeAtThePaceAndEndInTime(long seed) {
        List<Fault> faults = faults(seed, SMALL);

        assertThat(faults)
                .hasSizeBetween(400, 540)
                .isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()))
                .allSatisfy(fault -> assertThat(fault.end()).isLessThanOrEqualTo(HOUR))
                .allSatisfy(fault -> assertThat(SMALL.parts()).containsAll(fault.targets()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldDoAllSortsOfFaultsBeforeOneComesAgainAThirdTime(long seed) {
        List<Fault> faults = faults(seed, LARGE);
        Set<String> all = new HashSet<>();
        faults.forEach(fault -> all.add(fault.sort()));

        assertThat(all)
                .contains("kill broker and broker", "freeze topology", "hold worker and registry", "disk-full broker")
                .hasSize(32);
        assertThat(faults.subList(0, 2 * all.size()).stream().map(Fault::sort).distinct())
                .hasSize(all.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldLeaveAPartThatIsStruckAlone(long seed) {
        List<Fault> faults = faults(seed, LARGE);

        for (Fault fault : faults) {
            assertThat(faults)
                    .filteredOn(other -> !other.equals(fault)
                            && !other.at().minus(fault.at()).isNegative()
                            && other.at().compareTo(fault.end()) < 0)
                    .as("during %s", fault)
                    .allMatch(other -> Collections.disjoint(other.targets(), fault.targets()));
        }
    }

    @Test
    void shouldKeepToTheKindsAskedFor() {
        assertThat(FaultSchedule.draw(1, HOUR, EVERY, SMALL, Set.of(FaultKind.KILL))
                        .faults())
                .isNotEmpty()
                .allMatch(fault -> fault.kind() == FaultKind.KILL);
        assertThatThrownBy(() -> FaultSchedule.draw(1, HOUR, EVERY, SMALL, Set.of()))
                .hasMessageStartingWith("no fault of the kinds [] can strike");
    }

    @Test
    void shouldRefuseTwoBrokers() {
        assertThatThrownBy(() -> new Roster(2, 1, 1, 1)).hasMessageContaining("brokers must be 1 or 3 and more");
    }
}
