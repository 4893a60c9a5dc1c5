package dev.steadfast.workers.voting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.NoiseTask;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.workers.Tasks;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IllustrationsTest {

    private static final NoiseKey KEY = NoiseKey.of(new byte[NoiseKey.BYTES]);

    @Test
    void shouldShowNothingOfATaskWhoseVotesCount() {
        assertThat(Illustrations.of(Tasks.task(0), request(12, 10))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "3, 10, 12, 3",
        "0, 10, 12, 0",
        "-1, 10, 12, 0",
        "100, 10, 12, 8",
        "8, 5, 12, 5",
        "8, 10, 150528, 8", // 224 x 224
        "8, 10, 2097152, 2", // the largest input there may be
        "8, 10, 5000000, 0"
    })
    void shouldShowWhatIsAskedForAsFarAsItFits(int asked, int samples, int imageBytes, int shown) {
        NoiseTask task = Tasks.replayed(0, asked);

        Optional<VoteRequest> request = Illustrations.of(task, request(imageBytes, samples));

        assertThat(request.map(VoteRequest::samples).orElse(0)).isEqualTo(shown);
        assertThat(request.map(VoteRequest::firstSample).orElse(7L)).isEqualTo(7);
    }

    private static VoteRequest request(int imageBytes, int samples) {
        return new VoteRequest(new byte[imageBytes], 0.25, KEY, 7, samples);
    }
}
