package dev.steadfast.streams.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.settings.SettingsException;
import dev.steadfast.streams.TestModels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutTest {

    private static final ServedModel OLD = TestModels.animals();
    private static final ServedModel NEW = TestModels.retrainedAnimals();
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private static final Duration SETTLING = Duration.ofSeconds(30);

    private final Rollout rollout = new Rollout(Routes.to(OLD), SETTLING, Duration.ofMinutes(5));

    @Test
    void shouldHoldTheFirstRoutesAtOnce() {
        assertThat(rollout.at(START)).isEqualTo(alone(OLD));
        assertThat(rollout.waits()).isFalse();
    }

    @Test
    void shouldKnowANewBundleBeforeFramesGoToIt() {
        rollout.change(Routes.to(NEW), START);

        Routing before = rollout.at(START.plusSeconds(29));
        Routing after = rollout.at(START.plusSeconds(30));

        assertThat(before.routes()).isEqualTo(Routes.to(OLD));
        assertThat(before.model(NEW.digest())).contains(NEW);
        assertThat(after.routes()).isEqualTo(Routes.to(NEW));
        assertThat(rollout.waits()).isFalse();
    }

    @Test
    void shouldKnowADroppedBundleUntilItsFramesAreAnswered() {
        rollout.change(Routes.to(NEW), START);
        Instant dropped = START.plusSeconds(30);

        assertThat(rollout.at(dropped).model(OLD.digest())).contains(OLD);
        assertThat(rollout.at(dropped.plus(Duration.ofMinutes(5))).model(OLD.digest()))
                .contains(OLD);
        assertThat(rollout.at(dropped.plus(Duration.ofMinutes(5)).plusMillis(1)).model(OLD.digest()))
                .isEmpty();
    }

    @Test
    void shouldGoBackAtOnceToABundleThatWasNotDropped() {
        rollout.change(to(NEW), START);
        rollout.at(START.plusSeconds(30));

        rollout.change(to(OLD), START.plusSeconds(90));

        assertThat(rollout.at(START.plusSeconds(90)).routes()).isEqualTo(to(OLD));
    }

    @Test
    void shouldTakeABundleThatWasDroppedForANewOne() {
        rollout.change(Routes.to(NEW), START);
        rollout.at(START.plusSeconds(30));
        rollout.at(START.plusSeconds(31));

        rollout.change(Routes.to(OLD), START.plusSeconds(90));

        assertThat(rollout.at(START.plusSeconds(119)).routes()).isEqualTo(Routes.to(NEW));
        assertThat(rollout.at(START.plusSeconds(120)).routes()).isEqualTo(Routes.to(OLD));
    }

    @Test
    void shouldRefuseTheQueueOfABundleUntilItsFramesAreAnswered() {
        Routes taking = Routes.to(new ServedModel(TestModels.plants().manifest(), OLD.queue()));
        assertThatThrownBy(() -> rollout.requireFreeQueues(taking))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("bundles: the queue noise-tasks of plants 1");
        rollout.change(Routes.to(NEW), START);
        rollout.at(START.plusSeconds(30));
        assertThatThrownBy(() -> rollout.requireFreeQueues(taking)).isInstanceOf(SettingsException.class);

        rollout.at(START.plusSeconds(31).plus(Duration.ofMinutes(5)));

        assertThatCode(() -> rollout.requireFreeQueues(taking)).doesNotThrowAnyException();
    }

    @Test
    void shouldForgetRoutesThatWereTakenBackBeforeTheyHeld() {
        rollout.change(Routes.to(NEW), START);
        rollout.at(START.plusSeconds(1));

        rollout.change(Routes.to(OLD), START.plusSeconds(2));

        assertThat(rollout.at(START.plusSeconds(60)).routes()).isEqualTo(Routes.to(OLD));
        assertThat(rollout.waits()).isFalse();
    }

    @Test
    void shouldMoveABundleToAnotherQueueAtOnce() {
        ServedModel moved = new ServedModel(OLD.manifest(), "noise-tasks-2");

        rollout.change(Routes.to(moved), START);

        assertThat(rollout.at(START)).isEqualTo(alone(moved));
    }

    private static Routes to(ServedModel model) {
        Routes one = Routes.to(model);
        return new Routes(List.of(OLD, NEW), one.routes());
    }

    private static Routing alone(ServedModel model) {
        return new Routing(Routes.to(model), List.of(model), SETTLING);
    }
}
