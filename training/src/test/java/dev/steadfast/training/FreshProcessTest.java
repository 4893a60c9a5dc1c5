package dev.steadfast.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.models.ComputeDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshProcessTest {
    private static final String MARK = "outputs: ";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldGiveTheSameOutputsInAnotherProcess() throws IOException, InterruptedException {
        Runs.train(Runs.plan("NormedClassifier", 0.02, 2), new Goal.Classifier(0.1), folder);
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
        assertThat(output).contains(MARK + outputs(network));
    }

    /** Prints a network's outputs for some images. */
    static final class Outputs {
        private Outputs() {}

        public static void main(String... arguments) {
            System.out.println(MARK + outputs(Path.of(arguments[0])));
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
