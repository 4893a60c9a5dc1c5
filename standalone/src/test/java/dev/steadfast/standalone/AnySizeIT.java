package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.schemas.Topics;
import dev.steadfast.standalone.command.Home;
import dev.steadfast.standalone.demo.SampleImage;
import dev.steadfast.standalone.watch.TopicReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bundles of other sizes than the shipped ones, through the whole stream: their tasks name the certified input by its place. */
class AnySizeIT {
    private static final Path NETWORKS = Home.folder().resolve("models/src/test/resources/torchscript");
    private static final int SAMPLES = 30;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"224, 224", "97, 61", "33, 640", "640, 512"})
    void shouldCertifyWithTheVotesOfTheOfflineVoter(int height, int width) throws Exception {
        // Given
        Path bundle = bundle(height, width);
        Frame frame = RunningStack.frame("frame", grey(height + 51, width + 34));

        // When
        CertifiedPrediction prediction;
        List<NoiseTask> tasks;
        try (RunningStack stack = new RunningStack(
                folder.resolve("data"),
                "model.bundle=" + bundle,
                "certification.selection-samples=10",
                "certification.estimation-samples=" + (SAMPLES - 10),
                "certification.task-samples=10")) {
            stack.publish(frame);
            prediction = stack.prediction("frame");
            tasks = tasks(stack);
        }

        // Then
        assertThat(prediction.getSamplesUsed()).isEqualTo(SAMPLES);
        assertThat(prediction.getReceipt().getInputHeight()).isEqualTo(height);
        assertThat(prediction.getReceipt().getInputWidth()).isEqualTo(width);
        assertThat(prediction.getSelectionCounts())
                .as("the votes for a grey picture are spread over the colours")
                .hasSizeGreaterThan(1);
        assertThat(tasks).isNotEmpty().allSatisfy(task -> {
            assertThat(task.getImage().remaining()).isZero();
            assertThat(task.getInput()).isNotNull();
        });
        try (ModelBundle opened = ModelBundle.open(bundle);
                NoisyVoter voter = NoisyVoter.open(opened, "cpu")) {
            OfflineVotes.assertSame(voter, frame, prediction);
        }
    }

    private Path bundle(int height, int width) {
        Path bundle = folder.resolve("bundle");
        StringWriter said = new StringWriter();
        int status = Steadfast.commandLine()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(
                        "bundle",
                        "create",
                        "--classifier",
                        NETWORKS.resolve("Brightest.pt").toString(),
                        "--denoiser",
                        NETWORKS.resolve("Negative.pt").toString(),
                        "--name",
                        "colours",
                        "--bundle-version",
                        "1",
                        "--classes",
                        "red,green,blue",
                        "--input",
                        height + "x" + width,
                        "--batch",
                        "4", // every opening of a bundle has many passes of known batches
                        "--sigma",
                        "0.1..1",
                        "--precision",
                        "fp32",
                        "--out",
                        bundle.toString());
        assertThat(status).as(said.toString()).isZero();
        return bundle;
    }

    private static SampleImage grey(int height, int width) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 0x010101 * ((x + 2 * y) % 256));
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return new SampleImage(0, SampleImage.UNLABELLED, "", png.toByteArray());
    }

    private static List<NoiseTask> tasks(RunningStack stack) {
        try (TopicReader reader = new TopicReader(stack.kafka())) {
            var partitions = reader.partitions(Topics.NOISE_TASKS);
            var ends = reader.ends(partitions);
            return partitions.stream()
                    .flatMap(partition ->
                            reader.between(Topics.NOISE_TASKS, partition, 0, ends.getOrDefault(partition, 0L)).stream())
                    .toList();
        }
    }
}
