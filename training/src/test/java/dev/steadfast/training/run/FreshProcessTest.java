package dev.steadfast.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.models.ComputeDevice;
import dev.steadfast.training.Patches;
import dev.steadfast.training.Tensors;
import dev.steadfast.training.data.HeldOutSplit;
import dev.steadfast.training.data.ImageBatch;
import dev.steadfast.training.objectives.Classification;
import dev.steadfast.training.objectives.Goal;
import dev.steadfast.training.optimisation.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshProcessTest {
    private static final String MARK = "outputs: ";
    private static final String ACCURACY = "accuracy before it was saved: ";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldGiveTheSameOutputsInAnotherProcess() throws IOException, InterruptedException {
        Double accuracy = Runs.last(
                        Runs.train(Runs.plan("NormedClassifier", 0.02, 8), new Goal.Classifier(0.1), folder))
                .heldOut()
                .get("accuracy");
        Path network = folder.resolve("network.pt");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Outputs.class.getName(),
                        network.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(output).contains(MARK + outputs(network)).contains(ACCURACY + accuracy);
    }

    /** Prints a network's outputs for some images. */
    static final class Outputs {
        private Outputs() {}

        public static void main(String... arguments) {
            System.out.println(MARK + outputs(Path.of(arguments[0])));
            System.out.println(ACCURACY + accuracy(Path.of(arguments[0])));
        }
    }

    /** {@return of the images that the run held out} */
    private static double accuracy(Path file) {
        LabelledImages data = Patches.of(Runs.IMAGES);
        ImageBatch heldOut = HeldOutSplit.of(data.size(), Runs.HELD_OUT)
                .batches(data, Runs.HELD_OUT)
                .get(0);
        try (Tensors tensors = new Tensors();
                Network network = Network.fixed(file, ComputeDevice.named("cpu"))) {
            NDArray logits = network.infer(heldOut.images(tensors.manager()));
            return Classification.correct(logits, heldOut, tensors.manager()) / Runs.HELD_OUT;
        }
    }

    private static String outputs(Path file) {
        LabelledImages data = Patches.of(Runs.IMAGES);
        ImageBatch batch = HeldOutSplit.of(data.size(), 8).batches(data, 8).get(0);
        try (Tensors tensors = new Tensors();
                Network network = Network.fixed(file, ComputeDevice.named("cpu"))) {
            NDArray logits = network.infer(batch.images(tensors.manager()));
            return Arrays.toString(logits.toFloatArray());
        }
    }
}
