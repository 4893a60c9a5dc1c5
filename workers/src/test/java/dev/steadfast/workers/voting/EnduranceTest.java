package dev.steadfast.workers.voting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.workers.Tasks;
import dev.steadfast.workers.WorkerStoppedException;
import dev.steadfast.workers.queue.Delivery;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class EnduranceTest {

    private static final Delivery DELIVERY = Tasks.delivery(Tasks.task(0));
    private static final Outcome DONE = new Outcome.Postponed(DELIVERY);

    private final Endurance endurance = new Endurance(10, new Backoff(Duration.ofMillis(150)));

    @Test
    void shouldPauseLongerAndLongerWhileItCanDoNothing() {
        List<Outcome> others = List.of(in(Trouble.OTHER_BUNDLE));

        assertThat(endurance.pauseAfter(others)).isEqualTo(Duration.ofMillis(50));
        assertThat(endurance.pauseAfter(others)).isEqualTo(Duration.ofMillis(100));
        assertThat(endurance.pauseAfter(others)).isEqualTo(Duration.ofMillis(150));
        assertThat(endurance.pauseAfter(List.of(in(Trouble.OTHER_BUNDLE), DONE)))
                .isZero();
        assertThat(endurance.pauseAfter(others)).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void shouldNotPauseForTasksThatAreDoneWith() {
        assertThat(endurance.pauseAfter(List.of(in(Trouble.EXPIRED), in(Trouble.NOT_AVRO), in(Trouble.INVALID_TASK))))
                .isZero();
    }

    @Test
    void shouldGiveUpAVoterThatFailsAgainAndAgain() {
        List<Outcome> failures = Collections.nCopies(9, in(Trouble.VOTER_FAILED));

        endurance.pauseAfter(failures);
        endurance.pauseAfter(List.of(DONE));
        endurance.pauseAfter(failures);

        assertThatThrownBy(() -> endurance.pauseAfter(List.of(in(Trouble.VOTER_FAILED))))
                .isInstanceOf(WorkerStoppedException.class)
                .hasMessageStartingWith("10 tasks in a row failed");
    }

    @Test
    void shouldBearOutagesForEver() {
        for (int i = 0; i < 100; i++) {
            assertThat(endurance.bear(new TimeoutException("no answer"))).isEqualTo(Trouble.UNAVAILABLE);
        }
    }

    @Test
    void shouldBearUnknownErrorsAFewTimes() {
        KafkaException unknown = new KafkaException("something new");
        for (int i = 1; i < Endurance.MOST_UNKNOWN_ERRORS; i++) {
            assertThat(endurance.bear(unknown)).isEqualTo(Trouble.UNKNOWN);
        }

        assertThatThrownBy(() -> endurance.bear(unknown))
                .isInstanceOf(WorkerStoppedException.class)
                .hasCause(unknown);
    }

    @Test
    void shouldNotBearWhatDoesNotPass() {
        GroupAuthorizationException refused = GroupAuthorizationException.forGroupId("workers");

        assertThatThrownBy(() -> endurance.bear(refused))
                .isInstanceOf(WorkerStoppedException.class)
                .hasCause(refused);
    }

    private static Outcome in(Trouble trouble) {
        return new Reading.Troubled(DELIVERY, Optional.empty(), trouble, "");
    }
}
