package dev.steadfast.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.training.TrainingException;
import org.junit.jupiter.api.Test;

class HeldOutSplitTest {

    @Test
    void shouldKeepEvenlySpacedImagesFromTraining() {
        HeldOutSplit split = HeldOutSplit.of(10, 3);

        assertThat(split.heldOut()).containsExactly(0, 3, 6);
        assertThat(split.training()).containsExactly(1, 2, 4, 5, 7, 8, 9);
    }

    @Test
    void shouldLeaveSomethingToTrainOn() {
        assertThatThrownBy(() -> HeldOutSplit.of(10, 10))
                .isInstanceOf(TrainingException.class)
                .hasMessage("--held-out must be below the number of images, 10, but is 10");
    }
}
