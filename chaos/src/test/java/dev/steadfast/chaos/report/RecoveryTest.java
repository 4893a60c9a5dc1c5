package dev.steadfast.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.chaos.invariants.Rule;
import dev.steadfast.chaos.invariants.Violation;
import dev.steadfast.chaos.load.Sent;
import dev.steadfast.chaos.schedule.Fault;
import dev.steadfast.chaos.schedule.FaultKind;
import dev.steadfast.chaos.schedule.Part;
import dev.steadfast.chaos.schedule.Part.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final Fault KILL = fault(FaultKind.KILL, new Part(Role.TOPOLOGY, 1));
    private static final Fault FREEZE = fault(FaultKind.FREEZE, new Part(Role.WORKER, 2));

    private static Fault fault(FaultKind kind, Part target) {
        return new Fault(Duration.ZERO, Duration.ofSeconds(1), kind, List.of(target));
    }

    private static Sent sent(String id, String camera, int second) {
        return new Sent(id, camera, NOON.plusSeconds(second), true);
    }

    @Test
    void shouldLastUntilTheLastCameraHasAPredictionOfALaterFrame() {
        List<Sent> frames = List.of(
                sent("before", "a", -1),
                sent("a-1", "a", 1),
                sent("a-2", "a", 2),
                sent("b-1", "b", 1),
                sent("b-2", "b", 2));
        Map<String, Instant> predicted = Map.of(
                "before", NOON.plusSeconds(30),
                "a-2", NOON.plusSeconds(3),
                "a-1", NOON.plusSeconds(9),
                "b-1", NOON.plusSeconds(7),
                "b-2", NOON.plusSeconds(8));

        List<Recovery> recoveries = Recovery.measure(Map.of(KILL, NOON), frames, predicted);

        assertThat(recoveries).hasSize(1);
        assertThat(recoveries.get(0).took()).contains(Duration.ofSeconds(7));
        assertThat(recoveries.get(0).alone()).isTrue();
    }

    @Test
    void shouldNotBeAloneWhereAnotherFaultBeganMeanwhile() {
        Map<Fault, Instant> began = new LinkedHashMap<>();
        began.put(KILL, NOON);
        began.put(FREEZE, NOON.plusSeconds(2));

        List<Recovery> recoveries = Recovery.measure(
                began, List.of(sent("a-1", "a", 1), sent("a-3", "a", 3)), Map.of("a-1", NOON.plusSeconds(5)));

        assertThat(recoveries).extracting(Recovery::alone).containsExactly(false, false);
        assertThat(recoveries.get(1).took()).as("a-3 has no prediction").isEmpty();
    }

    @Test
    void shouldBeReported() {
        ChaosReport report = new ChaosReport(
                7,
                Recovery.measure(Map.of(KILL, NOON), List.of(sent("a-1", "a", 1)), Map.of("a-1", NOON.plusSeconds(5))),
                Map.of("predictions", 1L),
                List.of(new Violation(Rule.ANSWERED, "frame f at frames/0@3 has no answer")));

        assertThat(report.text())
                .startsWith("seed 7: 1 faults, 1 violations")
                .containsPattern("kill topology +1 +1.0 +5.0 +5.0\n")
                .containsPattern("a frame has an answer +VIOLATED 1 times\n    frame f at frames/0@3 has no answer")
                .containsPattern("no transaction is left open +holds");
        assertThat(report.json().at("/violations/0/rule").asText()).isEqualTo("answered");
        assertThat(report.json().at("/recoveries/0/recovered").asDouble()).isEqualTo(5);
    }
}
