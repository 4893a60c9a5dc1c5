package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.schemas.SampleBudget;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SampleLimitsTest {

    private static final SampleBudget BUDGET = new SampleBudget(100, 1000);

    private final ManualTime time = new ManualTime();
    private final SampleLimits limits = new SampleLimits(time);

    @Test
    void shouldLetWhoeverHasAnythingLeftOweTheRestOfAFrame() {
        assertThat(limits.take("a", BUDGET, 990)).isEmpty();
        assertThat(limits.take("a", BUDGET, 1100)).isEmpty();

        assertThat(limits.take("a", BUDGET, 1)).contains(Duration.ofMillis(10_910));
        time.pass(Duration.ofMillis(10_900));
        assertThat(limits.take("a", BUDGET, 1)).contains(Duration.ofMillis(10));
        time.pass(Duration.ofMillis(10));
        assertThat(limits.take("a", BUDGET, 1)).isEmpty();
    }

    @Test
    void shouldNotRefuseAFrameForEverThatIsLargerThanTheBucket() {
        assertThat(limits.take("a", BUDGET, 100_000)).isEmpty();
        assertThat(limits.take("a", BUDGET, 1)).contains(Duration.ofMillis(990_010));
    }

    @Test
    void shouldCountEachForItselfAndByItsBudgetOfTheMoment() {
        assertThat(limits.take("a", BUDGET, 2000)).isEmpty();
        assertThat(limits.take("b", BUDGET, 2000)).isEmpty();
        assertThat(limits.take("a", BUDGET, 1)).isPresent();

        assertThat(limits.take("a", new SampleBudget(200, 1000), 1)).isEmpty();
    }
}
