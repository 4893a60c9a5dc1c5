package dev.steadfast.workers.voting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.management.Meters;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.workers.FakeVoter;
import dev.steadfast.workers.metrics.MetricNames;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeasuredVoterTest {

    private final Meters meters = new Meters();
    private final MeterRegistry registry = meters.registry();
    private final FakeVoter fake = new FakeVoter(request -> {}, 16);
    private final Voter voter = new MeasuredVoter(fake, meters);

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void shouldMeasurePassesAndHowFullTheyAre() {
        assertThat(voter.vote(List.of(request(20), request(4)))).hasSize(2);

        assertThat(registry.get(MetricNames.PASSES).counter().count()).isEqualTo(2);
        assertThat(meters.scrape())
                .contains(
                        MetricNames.BATCH_FILL + "_bucket{le=\"0.5\"} 0",
                        MetricNames.BATCH_FILL + "_bucket{le=\"0.75\"} 1");
        assertThat(registry.get(MetricNames.FORWARD).timer().count()).isEqualTo(1);
    }

    @Test
    void shouldNotMeasureWhatFailed() {
        VoteRequest wrong = new VoteRequest(new byte[1], 0.25, NoiseKey.of(new byte[32]), 0, 5);

        assertThatThrownBy(() -> voter.vote(List.of(wrong))).isInstanceOf(IllegalArgumentException.class);

        assertThat(registry.get(MetricNames.PASSES).counter().count()).isZero();
    }

    @Test
    void shouldBeTheVoterThatItMeasures() {
        assertThat(voter.bundleDigest()).isEqualTo(FakeVoter.DIGEST);
        assertThat(voter.backend()).isEqualTo(FakeVoter.BACKEND);
        assertThat(voter.classes()).isEqualTo(FakeVoter.CLASSES);
        assertThat(voter.batch()).isEqualTo(16);
        assertThat(voter.view(request(2))).hasSize(2);
        voter.close();
        assertThat(fake.isClosed()).isTrue();
    }

    private static VoteRequest request(int samples) {
        return new VoteRequest(new byte[FakeVoter.IMAGE_BYTES], 0.25, NoiseKey.of(new byte[32]), 0, samples);
    }
}
