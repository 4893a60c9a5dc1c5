package dev.steadfast.standalone.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steadfast.smoothing.forecast.Forecast;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final Forecast FRAME = new Forecast(1, 1_000, 1_000_000, 1);

    @Test
    void shouldKeepUpWithAQuarterToSpare() {
        Fleet fleet = Fleet.thatKeepsUp(800, 10, 1_100);

        assertThat(fleet.workers()).isEqualTo(19); // 13.75, and a third on top
        assertThat(fleet.capacity(1_100) * 0.75).isGreaterThanOrEqualTo(10);
        assertThat(fleet.shed(10, 1_100)).isZero();
        assertThat(new Fleet(800, 1).shed(10, 1_100)).isCloseTo(1 - 0.0727, within(1e-4));
        assertThat(Fleet.thatKeepsUp(1e9, 1, 10).workers()).isEqualTo(1);
    }

    @Test
    void shouldNotSpreadAFrameOverMoreWorkersThanItHasTasks() {
        assertThat(new Fleet(1_000, 2).latency(FRAME, 25)).isCloseTo(0.15 + 0.5, within(1e-9));
        assertThat(new Fleet(1_000, 400).latency(FRAME, 25)).isCloseTo(0.15 + 0.025, within(1e-9));
    }

    @Test
    void shouldWaitForFurtherLooksOnlyWhereWorkersAreFasterThanVotesComeBack() {
        Forecast twoRounds =
                new Forecast(1, 200, 40_000, 5); // 100 samples at once, and then the last of four tasks more

        assertThat(new Fleet(1_000, 1).latency(twoRounds, 25)).isCloseTo(0.15 + 0.2, within(1e-9));
        assertThat(new Fleet(1_000, 400).latency(twoRounds, 25)).isCloseTo(0.15 + 0.15, within(1e-9));
    }

    /** A single server, and arrivals at random: a million frames. */
    @Test
    void shouldSayWhenMostFramesAreAnsweredAsTheQueueDoes() {
        Fleet fleet = new Fleet(1_000, 1);
        double rate = 0.7;
        Random random = new Random(1903);
        double[] ages = new double[1_000_000];
        double arrival = 0;
        double free = 0;
        for (int i = 0; i < ages.length; i++) {
            arrival -= Math.log(1 - random.nextDouble()) / rate;
            free = Math.max(free, arrival) + 1;
            ages[i] = 0.15 + free - arrival;
        }
        Arrays.sort(ages);

        assertThat(fleet.latencyOfMost(FRAME, 25, rate)).isCloseTo(ages[950_000], within(0.1 * ages[950_000]));
    }
}
