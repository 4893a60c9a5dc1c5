package dev.steadfast.standalone.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.standalone.SampleFolders;
import dev.steadfast.standalone.Steadfast;
import dev.steadfast.standalone.command.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the networks of {@code models/architectures}, for a few steps on the demo's images. */
class TrainCommandTest {

    private static final Path ARCHITECTURES = Home.folder().resolve("models/architectures");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void writeImages() throws IOException {
        SampleFolders.write(folder, 4);
    }

    @Test
    void shouldTrainAClassifierAndThenADenoiserForIt() {
        assertThat(train("classifier", "--network", architecture("classifier-plain")))
                .as(err + "")
                .isZero();
        assertThat(out.toString())
                .contains("epoch 1.00", "accuracy", "Trained: " + folder.resolve("classifier/network.pt"));

        assertThat(train(
                        "denoiser",
                        "--network",
                        architecture("denoiser-lean"),
                        "--objective",
                        "stability",
                        "--classifier",
                        folder.resolve("classifier/network.pt") + "",
                        "--sigma",
                        "0.1..1.0",
                        "--draws",
                        "2",
                        "--consistency",
                        "5",
                        "--entropy",
                        "0.5",
                        "--mse-weight",
                        "0.5"))
                .as(err + "")
                .isZero();

        assertThat(out.toString()).contains("accuracy@0.25", "mse@1.0");
        assertThat(folder.resolve("denoiser/log.tsv")).isRegularFile();
        assertThat(folder.resolve("denoiser/log.svg")).content().contains(">accuracy at sigma 0.25</text>");
    }

    @Test
    void shouldTrainAnEncoderThatSeesNoiseAndThenADenoiserThatBeginsWithIt() {
        Path encoder = folder.resolve("noisy/network.pt");
        train("classifier", "--network", architecture("classifier-plain"));
        assertThat(train(
                        "classifier",
                        "--network",
                        architecture("classifier-noisy"),
                        "--sigma",
                        "0.25*2,0.5..1.0",
                        "--draws",
                        "2",
                        "--consistency",
                        "1",
                        "--optimiser",
                        "muon",
                        "--out",
                        folder.resolve("noisy") + ""))
                .as(err + "")
                .isZero();
        assertThat(out.toString()).contains("accuracy@0.25", "accuracy@0.5", "Trained: " + encoder);

        assertThat(train(
                        "denoiser",
                        "--network",
                        architecture("denoiser-encoder"),
                        "--weights-from",
                        encoder + "",
                        "--objective",
                        "classification",
                        "--classifier",
                        folder.resolve("classifier/network.pt") + ""))
                .as(err + "")
                .isZero();
        assertThat(folder.resolve("denoiser/network.pt")).isRegularFile();
    }

    @Test
    void shouldContinueFromTheCheckpointOfAnotherRun() {
        train("classifier", "--network", architecture("classifier-plain"));

        assertThat(train(
                        "classifier",
                        "--continue-from",
                        folder.resolve("classifier/checkpoint.zip") + "",
                        "--out",
                        folder.resolve("longer") + ""))
                .as(err + "")
                .isZero();

        assertThat(out.toString()).contains("Trained: " + folder.resolve("longer/network.pt"));
    }

    @Test
    void shouldSayThatARunIsFinished() {
        train("classifier", "--network", architecture("classifier-plain"));
        out.getBuffer().setLength(0);

        assertThat(train("classifier", "--network", architecture("classifier-plain")))
                .isZero();

        assertThat(out.toString()).isEqualToIgnoringNewLines("Trained: " + folder.resolve("classifier/network.pt"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            classifier | --epochs 0             | 1 | epochs must be above 0, but is 0.0
            classifier | --batch 1000           | 1 | a batch must have at most as many images as there are to train on, 36, but has 1000
            classifier | --held-out 40          | 1 | --held-out must be below the number of images, 40, but is 40
            classifier | --label-smoothing 1    | 1 | label-smoothing must be from 0 to below 1, but is 1.0
            classifier | --input 32             | 2 | must be height x width, each 1 to 4096, as in 32x32, but is "32"
            classifier | --schedule linear      | 2 | expected one of
            classifier | --device cuda:77       | 1 | device must be auto or one of those here
            classifier | --data /none           | 1 | /none does not exist
            classifier | --network /none.pt     | 1 | /none.pt cannot be read
            classifier | --out /dev/null/x      | 1 | /dev/null/x cannot be made
            denoiser   | --sigma 0.5..0.1       | 2 | sigma must be S or MIN..MAX
            denoiser   | --sigma 1000           | 2 | sigma must be S or MIN..MAX
            denoiser   | --objective stability  | 1 | the objective needs a classifier
            denoiser   | --measure-with /no.pt  | 1 | /no.pt cannot be read
            classifier | --weight-decay -1      | 1 | weight-decay must be 0 or more, but is -1.0
            denoiser   | --entropy 0.5          | 2 | --mse-weight, --consistency, --entropy, --temperature, --class-bias: are for the other
            denoiser   | --class-bias 1         | 2 | --mse-weight, --consistency, --entropy, --temperature, --class-bias: are for the other
            denoiser   | --temperature 0        | 1 | temperature must be above 0, but is 0.0
            denoiser   | --draws 0              | 1 | draws must be at least 1, but is 0
            denoiser   | --sigma 0.25*x         | 2 | sigma must have a number as weight, as in 0.25*2,0.5, but has "0.25*x"
            classifier | --draws 2              | 2 | --draws, --consistency, --entropy: are for noisy images, with --sigma
            classifier | --optimiser newton     | 2 | expected one of
            classifier | --momentum 0.9         | 2 | --momentum: is for --optimiser sgd or muon
            classifier | --drop-every 30        | 2 | --drop-every: is for --schedule step
            classifier | --warm-up 0.1 --schedule step | 2 | --warm-up: is for --schedule one_cycle
            classifier | --checkpoint-every -1  | 1 | checkpoint-every must be 0 seconds or more, but is -1 seconds
            classifier | --weights-from /no.pt  | 1 | /no.pt cannot be read
            """)
    void shouldNameWhatIsWrong(String kind, String mistake, int status, String message) {
        List<String> options = new ArrayList<>(List.of(mistake.split(" ", -1)));
        if (!options.contains("--network")) {
            options.addAll(List.of(
                    "--network", architecture(kind.equals("classifier") ? "classifier-plain" : "denoiser-lean")));
        }

        assertThat(train(kind, options.toArray(String[]::new))).isEqualTo(status);

        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        assertThat(folder.resolve(kind + "/network.pt")).doesNotExist();
    }

    @Test
    void shouldNameAnEmptyClassFolder() throws IOException {
        Files.createDirectories(folder.resolve("train/zebra"));
        Files.createDirectories(folder.resolve("test/zebra"));

        assertThat(train("classifier", "--network", architecture("classifier-plain")))
                .isEqualTo(1);

        assertThat(err.toString()).contains("zebra");
    }

    private static String architecture(String name) {
        return ARCHITECTURES.resolve(name + ".pt").toString();
    }

    /** Options replace the usual ones. */
    private int train(String kind, String... options) {
        List<String> arguments = new ArrayList<>(List.of("train", kind));
        arguments.addAll(List.of(options));
        List<String> usual = new ArrayList<>(List.of(
                "--data",
                folder + "",
                "--input",
                "32x32",
                "--out",
                folder.resolve(kind) + "",
                "--epochs",
                "1",
                "--rate",
                "0.001",
                "--batch",
                "12",
                "--held-out",
                "4"));
        if (kind.equals("denoiser")) {
            usual.addAll(List.of("--objective", "mse", "--sigma", "0.5"));
        }
        for (int i = 0; i < usual.size(); i += 2) {
            if (!arguments.contains(usual.get(i))) {
                arguments.addAll(usual.subList(i, i + 2));
            }
        }
        return Steadfast.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
