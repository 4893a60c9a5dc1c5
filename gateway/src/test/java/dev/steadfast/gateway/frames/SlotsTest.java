package dev.steadfast.gateway.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import org.junit.jupiter.api.Test;

class SlotsTest {

    private final Slots slots = new Slots(3);

    @Test
    void shouldTakeAllOrNone() {
        slots.take(2);

        assertThatThrownBy(() -> slots.take(2)).isInstanceOfSatisfying(ProblemException.class, e -> {
            Problem problem = e.problem();
            assertThat(problem.status()).isEqualTo(429);
            assertThat(problem.retryAfter()).isPresent();
            assertThat(problem.detail()).isEqualTo("2 frames are under way; 3 are the most that are taken");
        });

        assertThat(slots.taken()).isEqualTo(2);
        slots.take(1);
        assertThat(slots.taken()).isEqualTo(3);
    }

    @Test
    void shouldGiveFreedPlacesAgain() {
        slots.take(3);
        slots.free(1);

        slots.take(1);

        assertThat(slots.taken()).isEqualTo(3);
    }
}
