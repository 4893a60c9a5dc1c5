package dev.steadfast.training.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.steadfast.models.PyTorchRuntime;
import dev.steadfast.training.Tensors;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Expected values are from PyTorch 1.13 in Python, with its own functions. */
class LossesTest {
    private static final float[][] LOGITS = {{1, 2, 0.5f}, {0, -1, 3}, {2, 1, 1}, {0.5f, 0.5f, 0}};
    private static final float[][] TARGETS = {{0, 1, 0}, {0.1f, 0.1f, 0.8f}, {1, 0, 0}, {0, 0, 1}};
    private static final int DRAWS = 2;

    private final Tensors tensors = new Tensors();

    @AfterEach
    void free() {
        tensors.close();
    }

    @Test
    void shouldTakeTheCrossEntropyToProbabilities() {
        NDArray loss = Losses.crossEntropy(tensors.of(LOGITS), tensors.of(TARGETS));

        assertThat(loss.getFloat()).isCloseTo(0.8099294f, within(1e-6f));
    }

    @Test
    void shouldMeasureHowMuchDrawsDiffer() {
        NDArray loss = Losses.inconsistency(tensors.of(LOGITS), DRAWS);

        assertThat(loss.getFloat()).isCloseTo(0.2593158f, within(1e-6f));
    }

    @Test
    void shouldAddWhatIsAskedForOfAgreement() {
        NDArray logits = tensors.of(LOGITS);
        NDArray targets = tensors.of(TARGETS);
        float each = Losses.crossEntropy(logits, targets).getFloat();
        float differ = Losses.inconsistency(logits, DRAWS).getFloat();
        float undecided = Losses.entropy(logits, DRAWS).getFloat();

        assertThat(Losses.answers(logits, targets, DRAWS, Agreement.NONE).getFloat())
                .isEqualTo(each);
        assertThat(Losses.answers(logits, targets, DRAWS, new Agreement(3, 0.5)).getFloat())
                .isCloseTo(each + 3 * differ + 0.5f * undecided, within(1e-6f));
    }

    @Test
    void shouldFindNoInconsistencyWhereDrawsAgree() {
        NDArray loss = Losses.inconsistency(tensors.of(LOGITS[0], LOGITS[1], LOGITS[0], LOGITS[1]), DRAWS);

        assertThat(loss.getFloat()).isCloseTo(0, within(1e-6f));
    }

    @Test
    void shouldTakeTheEntropyOfTheMeanAnswer() {
        NDArray loss = Losses.entropy(tensors.of(LOGITS), DRAWS);

        assertThat(loss.getFloat()).isCloseTo(1.0014558f, within(1e-6f));
    }

    @Test
    void shouldWeighTheSquaredErrorOfEachImage() {
        NDArray images = tensors.of(new float[] {1, 2}, new float[] {3, 5}).reshape(new Shape(2, 1, 1, 2));
        NDArray wanted = tensors.of(new float[] {1, 1}, new float[] {1, 1}).reshape(new Shape(2, 1, 1, 2));
        NDArray weights = tensors.of(new float[] {2}, new float[] {0.5f}).reshape(new Shape(2, 1, 1, 1));

        NDArray loss = Losses.squaredError(images, wanted, weights);

        assertThat(loss.getFloat()).isEqualTo((2 * 1 + 0.5f * (4 + 16)) / 4);
    }

    @Test
    void shouldHaveTheSameGradientsAfterGarbageIsCollected() throws InterruptedException {
        float[] expected = gradients(() -> {});

        float[] afterwards = gradients(LossesTest::collectGarbage);

        assertThat(expected).isNotEqualTo(new float[expected.length]);
        assertThat(afterwards).isEqualTo(expected);
    }

    private interface Pause {
        void take() throws InterruptedException;
    }

    /** {@return the gradients by the logits; the pause is between the losses and {@code backward}} */
    private float[] gradients(Pause pause) throws InterruptedException {
        NDArray logits = tensors.of(LOGITS);
        NDArray targets = tensors.of(TARGETS);
        logits.setRequiresGradient(true);
        collectGarbage();
        try (GradientCollector gradients = PyTorchRuntime.engine().newGradientCollector()) {
            NDArray loss = Losses.times(Losses.answers(logits, targets, DRAWS, new Agreement(3, 0.5)), 2);
            pause.take();
            gradients.backward(loss);
        }
        return logits.getGradient().toFloatArray();
    }

    /** Until nothing more of it holds memory outside the heap: another thread frees that. */
    private static void collectGarbage() throws InterruptedException {
        BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .orElseThrow();
        long before;
        do {
            before = direct.getCount();
            System.gc();
            Thread.sleep(20);
        } while (direct.getCount() < before);
    }
}
