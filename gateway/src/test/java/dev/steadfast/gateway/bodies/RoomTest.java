package dev.steadfast.gateway.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RoomTest {

    private final Room room = new Room(3, 100);

    @Test
    void shouldTakeAllOrNone() {
        Reservation first = room.reserve(40);

        assertNoRoom(() -> first.hold(4, 40), "1 frames are under way; 3 are the most that are taken");
        assertNoRoom(
                () -> room.reserve(61),
                "frames of 40 bytes are under way; with these they would be more than the 100 that are taken");

        assertHeld(1, 40);
        room.reserve(60);
        assertHeld(2, 100);
    }

    @Test
    void shouldGiveBackWhatARequestDoesNotNeed() {
        Reservation several = room.reserve(90);

        several.hold(2, 30);
        assertHeld(2, 30);
        several.free(20);
        assertHeld(1, 10);
        several.close();
        several.close();

        assertHeld(0, 0);
    }

    @Test
    void shouldGrowWithABodyThatAnnouncesNothing() {
        Reservation unknown = room.reserve(0);

        unknown.holdBytes(30);
        unknown.holdBytes(20);
        assertHeld(1, 30);
        assertNoRoom(() -> unknown.holdBytes(101), "frames of 30 bytes are under way");

        assertHeld(1, 30);
    }

    private void assertHeld(int frames, long bytes) {
        assertThat(room.frames()).isEqualTo(frames);
        assertThat(room.bytes()).isEqualTo(bytes);
    }

    private static void assertNoRoom(ThrowingCallable taking, String detail) {
        assertThatThrownBy(taking).isInstanceOfSatisfying(ProblemException.class, e -> {
            Problem problem = e.problem();
            assertThat(problem.status()).isEqualTo(429);
            assertThat(problem.retryAfter()).isPresent();
            assertThat(problem.detail()).startsWith(detail);
        });
    }
}
