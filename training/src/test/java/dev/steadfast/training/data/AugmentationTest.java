package dev.steadfast.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    /** One channel, two rows of three pixels. */
    private static final byte[] IMAGE = {1, 2, 3, 4, 5, 6};

    private static final int HEIGHT = 2;
    private static final int WIDTH = 3;

    @Test
    void shouldLeaveImagesAloneIfAskedTo() {
        assertThat(changed(Augmentation.NONE, 50)).containsExactly(List.of(1, 2, 3, 4, 5, 6));
    }

    @Test
    void shouldMirrorSomeImages() {
        assertThat(changed(new Augmentation(true, 0), 50))
                .containsExactlyInAnyOrder(List.of(1, 2, 3, 4, 5, 6), List.of(3, 2, 1, 6, 5, 4));
    }

    @Test
    void shouldShiftAndMirrorAtTheEdges() {
        Set<List<Integer>> shifted = changed(new Augmentation(false, 1), 200);

        assertThat(shifted).hasSize(6).contains(List.of(2, 3, 2, 5, 6, 5), List.of(5, 4, 5, 2, 1, 2));
    }

    @Test
    void shouldRefuseANegativeShift() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Augmentation(true, -1))
                .withMessage("shift must be 0 or more, but is -1");
    }

    private static Set<List<Integer>> changed(Augmentation augmentation, int times) {
        Set<List<Integer>> results = new HashSet<>();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < times; i++) {
            byte[] target = new byte[IMAGE.length + 1];
            augmentation.apply(IMAGE, HEIGHT, WIDTH, random, target, 1);
            assertThat(target[0]).isZero();
            results.add(
                    List.of((int) target[1], (int) target[2], (int) target[3], (int) target[4], (int) target[5], (int)
                            target[6]));
        }
        return results;
    }
}
