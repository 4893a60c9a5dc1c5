package dev.steadfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.NoiseKey;
import dev.steadfast.workers.metrics.MetricNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredVoterTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final FakeVoter fake = new FakeVoter(request -> {}, 16);
    private final Voter voter = new MeasuredVoter(fake, registry);

    @Test
    void shouldMeasurePassesAndHowFullTheyAre() {
        assertThat(voter.vote(List.of(request(20), request(4)))).hasSize(2);

        assertThat(registry.get(MetricNames.PASSES).counter().count()).isEqualTo(2);
        assertThat(registry.get(MetricNames.BATCH_FILL).summary().mean()).isEqualTo(0.75);
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
