package dev.steadfast.standalone.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.PreprocessingPreset;
import dev.steadfast.standalone.Steadfast;
import dev.steadfast.standalone.command.Home;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a state dict, named as torchvision names ResNet-18's, to certificates. Its weights are random. */
class PublishedClassifierTest {
    private static final int CLASSES = 3;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path weights;

    @BeforeEach
    void write() throws IOException {
        weights = folder.resolve("resnet18.safetensors");
        writeSafetensors(resNet18(), weights);
    }

    @Test
    void shouldServeAStateDictOfAUsualArchitecture() throws IOException {
        assertThat(create("resnet18")).as(err.toString()).isZero();
        Path bundle = folder.resolve("bundle");

        BundleManifest manifest = BundleManifest.read(bundle);
        assertThat(manifest.preprocessing()).isEqualTo(PreprocessingPreset.TORCHVISION.of(manifest.input()));
        assertThat(execute("bundle", "verify", bundle.toString()))
                .as(err.toString())
                .isZero();

        Path data = pictures();
        Path table = folder.resolve("table.tsv");
        assertThat(execute(
                        "certify",
                        "--bundle",
                        bundle.toString(),
                        "--data",
                        data.toString(),
                        "--sigma",
                        "0.25",
                        "--n0",
                        "8",
                        "--samples",
                        "24",
                        "--alpha",
                        "0.05",
                        "--out",
                        table.toString()))
                .as(err.toString())
                .isZero();
        assertThat(Files.readAllLines(table)).hasSize(1 + CLASSES);

        // A denoiser learns from this classifier, given what its preprocessing makes of pixel values.
        assertThat(execute(
                        "train",
                        "denoiser",
                        "--objective",
                        "stability",
                        "--network",
                        Home.folder()
                                .resolve("models/architectures/denoiser-dncnn.pt")
                                .toString(),
                        "--classifier",
                        bundle.toString(),
                        "--input-of",
                        bundle.toString(),
                        "--data",
                        data.toString(),
                        "--sigma",
                        "0.25",
                        "--rate",
                        "1e-3",
                        "--epochs",
                        "1",
                        "--batch",
                        "2",
                        "--held-out",
                        "1",
                        "--out",
                        folder.resolve("run").toString()))
                .as(err.toString())
                .isZero();
        assertThat(folder.resolve("run/network.pt")).exists();
    }

    @Test
    void shouldNameTheNetworksItKnowsAndWhatIsMissing() {
        assertThat(create("resnet19")).isEqualTo(1);
        assertThat(err.toString()).contains("--architecture must be one of efficientnet_lite0,", "but is \"resnet19\"");

        assertThat(create("resnet34")).isEqualTo(1);
        assertThat(err.toString())
                .contains(weights + " must hold the weights of resnet34", "80 missing: layer1.2.conv1.weight")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("bundle")).doesNotExist();
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    }

    private int create(String architecture) {
        return execute(
                "bundle",
                "create",
                "--classifier",
                weights.toString(),
                "--architecture",
                architecture,
                "--preprocessing",
                "torchvision",
                "--input",
                "32x32",
                "--batch",
                "8",
                "--classes",
                "a,b,c",
                "--sigma",
                "0.1..1",
                "--precision",
                "fp32",
                "--name",
                "resnet18",
                "--bundle-version",
                "1",
                "--out",
                folder.resolve("bundle").toString());
    }

    private int execute(String... arguments) {
        return Steadfast.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Path pictures() throws IOException {
        Path data = folder.resolve("data");
        Random random = new Random(5);
        for (String split : new String[] {"train", "test"}) {
            for (String name : new String[] {"a", "b", "c"}) {
                Path images = Files.createDirectories(data.resolve(split).resolve(name));
                BufferedImage image = new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB);
                for (int pixel = 0; pixel < 50 * 40; pixel++) {
                    image.setRGB(pixel % 50, pixel / 50, random.nextInt(1 << 24));
                }
                ImageIO.write(image, "png", images.resolve("0.png").toFile());
            }
        }
        return data;
    }

    /** Shapes by name. */
    private static Map<String, int[]> resNet18() {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        convolution(shapes, "conv1", "bn1", 64, 3, 7);
        int channelsIn = 64;
        for (int level = 1; level <= 4; level++) {
            int channels = 32 << level;
            for (int block = 0; block < 2; block++) {
                String place = "layer" + level + "." + block + ".";
                convolution(shapes, place + "conv1", place + "bn1", channels, channelsIn, 3);
                convolution(shapes, place + "conv2", place + "bn2", channels, channels, 3);
                if (channelsIn != channels) {
                    convolution(shapes, place + "downsample.0", place + "downsample.1", channels, channelsIn, 1);
                }
                channelsIn = channels;
            }
        }
        shapes.put("fc.weight", new int[] {CLASSES, 512});
        shapes.put("fc.bias", new int[] {CLASSES});
        return shapes;
    }

    private static void convolution(Map<String, int[]> shapes, String conv, String norm, int out, int in, int size) {
        shapes.put(conv + ".weight", new int[] {out, in, size, size});
        for (String each : new String[] {"weight", "bias", "running_mean", "running_var"}) {
            shapes.put(norm + "." + each, new int[] {out});
        }
    }

    private static void writeSafetensors(Map<String, int[]> shapes, Path file) throws IOException {
        StringJoiner header = new StringJoiner(",", "{", "}");
        long at = 0;
        for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
            long end = at + 4L * count(entry.getValue());
            header.add("\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(entry.getKey(), Arrays.toString(entry.getValue()), at, end));
            at = end;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        Random random = new Random(3);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeLong(Long.reverseBytes(json.length));
            out.write(json);
            for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
                int[] shape = entry.getValue();
                ByteBuffer values = ByteBuffer.allocate(4 * count(shape)).order(ByteOrder.LITTLE_ENDIAN);
                double deviation = Math.sqrt(2.0 * shape[0] / count(shape));
                while (values.hasRemaining()) {
                    boolean one = entry.getKey().endsWith("running_var")
                            || (shape.length == 1 && entry.getKey().endsWith("weight"));
                    values.putFloat(one ? 1 : shape.length == 1 ? 0 : (float) (deviation * random.nextGaussian()));
                }
                out.write(values.array());
            }
        }
    }

    private static int count(int[] shape) {
        int count = 1;
        for (int size : shape) {
            count *= size;
        }
        return count;
    }
}
