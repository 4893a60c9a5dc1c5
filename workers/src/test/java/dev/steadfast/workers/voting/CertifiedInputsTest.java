package dev.steadfast.workers.voting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.avro.InputReference;
import dev.steadfast.workers.queue.LostInputException;
import java.time.Duration;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class CertifiedInputsTest {

    private final TestInputs topic = new TestInputs();
    private final CertifiedInputs inputs = topic.inputs(30);

    @Test
    void shouldFetchAnInputOnce() {
        byte[] image = {9, 8, 7};
        InputReference reference = topic.put(3, image);

        assertThat(inputs.of(reference)).isEqualTo(image).isSameAs(inputs.of(reference));
        assertThat(topic.fetched).containsExactly(3L);
    }

    @Test
    void shouldForgetTheLeastRecentlyUsedFirst() {
        InputReference first = topic.put(1, new byte[12]);
        InputReference second = topic.put(2, new byte[12]);
        InputReference third = topic.put(3, new byte[12]);
        inputs.of(first);
        inputs.of(second);
        inputs.of(first);

        inputs.of(third);

        inputs.of(first);
        assertThat(topic.fetched).containsExactly(1L, 2L, 3L);
        inputs.of(second);
        assertThat(topic.fetched).containsExactly(1L, 2L, 3L, 2L);
    }

    @Test
    void shouldGiveAnInputThatItHasNoRoomFor() {
        InputReference large = topic.put(1, new byte[33]);
        InputReference small = topic.put(2, new byte[3]);

        assertThat(inputs.of(large)).hasSize(33);
        inputs.of(small);
        inputs.of(small);
        inputs.of(large);

        assertThat(topic.fetched).containsExactly(1L, 2L, 1L);
    }

    @Test
    void shouldRefuseAnotherInput() {
        InputReference reference = topic.put(1, new byte[] {1, 2, 3});
        topic.put(1, new byte[] {1, 2, 4});

        assertThatThrownBy(() -> inputs.of(reference))
                .isInstanceOf(LostInputException.class)
                .hasMessageStartingWith("another certified input stands where the task says")
                .hasMessageContaining(reference.getSha256());
    }

    @Test
    void shouldRefuseWhatIsNoAcceptedFrame() {
        InputReference reference = topic.put(1, new byte[3]);
        topic.putBytes(1, new byte[] {1, 2, 3});

        assertThatThrownBy(() -> inputs.of(reference))
                .isInstanceOf(LostInputException.class)
                .hasMessageContaining("does not hold an accepted frame");
    }

    @Test
    void shouldNotRememberThatAnInputDidNotCome() {
        InputReference reference = topic.put(1, new byte[3]);
        topic.away = true;
        assertThatThrownBy(() -> inputs.of(reference)).isInstanceOf(TimeoutException.class);

        topic.away = false;

        assertThat(inputs.of(reference)).hasSize(3);
    }

    @Test
    void shouldShareTheTimeOfATurn() {
        // Given brokers that take more than half of it for each input
        topic.fetchTime = Duration.ofMillis(600);
        InputReference first = topic.put(1, new byte[3]);
        InputReference second = topic.put(2, new byte[3]);
        InputReference third = topic.put(3, new byte[3]);

        // When
        inputs.of(first);
        assertThatThrownBy(() -> inputs.of(second)).hasMessage("away");
        assertThatThrownBy(() -> inputs.of(third))
                .isInstanceOf(TimeoutException.class)
                .hasMessageStartingWith("fetching certified inputs took all of the turn's 1000 ms");

        // Then what is remembered is there, nothing else was asked for, and the next turn has time again
        assertThat(inputs.of(first)).hasSize(3);
        assertThat(topic.fetched).containsExactly(1L, 2L);
        inputs.beginTurn();
        assertThat(inputs.of(third)).hasSize(3);
    }
}
