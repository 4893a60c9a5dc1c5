package dev.steadfast.standalone.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.ChannelOrder;
import dev.steadfast.bundles.Denoiser;
import dev.steadfast.bundles.PixelRange;
import dev.steadfast.bundles.PixelValues;
import dev.steadfast.bundles.Preprocessing;
import dev.steadfast.bundles.Resize;
import dev.steadfast.bundles.TorchScriptArchive;
import dev.steadfast.images.Interpolation;
import dev.steadfast.standalone.Steadfast;
import dev.steadfast.standalone.command.DistinctLabels;
import dev.steadfast.standalone.command.Home;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the tiny modules that {@code models/src/test/python/torchscript_fixtures.py} describes: images of 4 x 4, three classes. */
class BundleCommandTest {

    private static final Path MODULES = Home.folder().resolve("models/src/test/resources/torchscript");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder = Path.of("");

    @Test
    void shouldMakeABundleThatVerifies() throws IOException {
        assertThat(create("--note", "data=Colours.")).as(err.toString()).isZero();

        BundleManifest manifest = BundleManifest.read(bundle());
        assertThat(manifest.classes()).containsExactly("red", "green", "blue");
        assertThat(manifest.denoiser()).isEmpty();
        assertThat(manifest.provenance()).containsEntry("data", "Colours.").containsKey("madeWith");
        assertThat(out.toString()).contains("colours 1.0.0", manifest.digest());
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
        assertThat(execute(List.of("bundle", "verify", bundle().toString()))).isZero();
        assertThat(out.toString()).contains("backend    PyTorch ").containsPattern("speed +[0-9]+ votes/s");
    }

    @ParameterizedTest
    @CsvSource({"SigmaAsImage, true", "Negative, false"})
    void shouldFindByTryingWhetherTheDenoiserTakesSigma(String denoiser, boolean takesSigma) {
        assertThat(create("--denoiser", module(denoiser))).as(err.toString()).isZero();

        assertThat(BundleManifest.read(bundle()).denoiser().map(Denoiser::takesSigma))
                .contains(takesSigma);
    }

    @ParameterizedTest
    @CsvSource({"32x32, 32", "97x61, 32", "224x224, 32", "320x320, 8", "640x640, 2"})
    void shouldMakeBatchesOfLargeInputsSmallerSoThatAPassTakesNoMoreMemory(String input, int batch) {
        assertThat(execute(List.of(
                        "bundle",
                        "create",
                        "--classifier",
                        module("Brightest"),
                        "--name",
                        "colours",
                        "--bundle-version",
                        "1",
                        "--classes",
                        "red,green,blue",
                        "--input",
                        input,
                        "--sigma",
                        "0.1..1",
                        "--precision",
                        "fp32",
                        "--out",
                        bundle().toString())))
                .as(err.toString())
                .isZero();

        assertThat(BundleManifest.read(bundle()).batch()).isEqualTo(batch);
    }

    @Test
    void shouldOfferTheNetworksInAnotherPrecision() throws IOException {
        String fp32 = "fp32=" + module("ConvolutionsFp32");

        assertThat(create("--classifier", module("ConvolutionsBf16"), "--precision", "bf16", "--variant", fp32))
                .as(err.toString())
                .isZero();

        assertThat(BundleManifest.read(bundle()).variants()).singleElement().satisfies(variant -> {
            assertThat(variant.precision()).isEqualTo("fp32");
            assertThat(variant.classifier().file()).isEqualTo("classifier-fp32.pt");
        });
        assertThat(out.toString()).contains("variant      fp32 inside", "classifier-fp32.pt, ");
        assertThat(execute(List.of("bundle", "verify", bundle().toString()))).isZero();
        assertThat(out.toString())
                .containsPattern("backend .*; bf16; batch")
                .containsPattern("backend .*; fp32; batch")
                .containsPattern("precision  (bf16|fp32) is what a worker computes in here");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fp32=Nothing            | 1 | Nothing.pt does not exist
            fp32=Raising            | 1 | out of order
            bf16=Brightest          | 1 | variants.precision must be another one
            fp32=Brightest,Negative | 1 | variants.denoiser must be left out
            fp32                    | 2 | must be PRECISION=CLASSIFIER or PRECISION=CLASSIFIER,DENOISER, but is "fp32"
            """)
    void shouldRefuseAVariantThatNobodyCanUse(String variant, int status, String message) {
        String files = variant.replaceAll("(?<=[=,])(\\w+)", module("$1"));

        assertThat(create("--precision", "bf16", "--variant", files)).isEqualTo(status);

        assertThat(err.toString()).contains(message);
        assertThat(bundle()).doesNotExist();
    }

    @Test
    void shouldStoreWeightsAsBfloat16WhereTheNetworkCanTakeThem() throws IOException {
        assertThat(create("--classifier", module("CastingConvolution"), "--store-weights", "bf16"))
                .as(err.toString())
                .isZero();

        assertThat(TorchScriptArchive.values(bundle().resolve("classifier.pt"))).isEqualTo(Map.of("BFloat16", 12L));
    }

    @Test
    void shouldStoreOnlyTheDenoisersWeightsWhenAsked() throws IOException {
        String denoiser =
                Home.folder().resolve("models/architectures/denoiser-lean.pt").toString();

        assertThat(create(
                        "--classifier",
                        module("PlainConvolution"),
                        "--denoiser",
                        denoiser,
                        "--input",
                        "8x8",
                        "--store-weights",
                        "denoiser-bf16"))
                .as(err.toString())
                .isZero();

        assertThat(TorchScriptArchive.values(bundle().resolve("classifier.pt"))).isEqualTo(Map.of("Float", 12L));
        assertThat(TorchScriptArchive.values(bundle().resolve("denoiser.pt")))
                .isEqualTo(Map.of("BFloat16", 3_591_116L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --classifier PlainConvolution --store-weights bf16 | 1 | work with their weights as they are, but not with bfloat16 ones: leave them with --store-weights as-is
            --store-weights bf16                | 1 | The bundle cannot be made: classifier.pt, of
            --classes red,green                 | 1 | Brightest.pt must return one float32 tensor of shape (8, 2), but returned float32 of shape (8, 3)
            --classifier EverySecond --batch 7  | 1 | EverySecond.pt failed on float32 input of shape (7, 3, 4, 4)
            --classifier EverySecond            | 1 | must be one fixed function of a single image
            --classifier Squashed --batch 25    | 1 | make the bundle with --batch 32
            --classifier SigmaAsImage           | 1 | is missing value for argument 'sigma'. Declaration: forward(
            --classifier WithoutForward         | 1 | forward
            --classifier Raising                | 1 | out of order
            --denoiser Cropping                 | 1 | Cropping.pt must return one float32 tensor of shape (8, 3, 4, 4), but returned float32 of shape (8, 3, 3, 4)
            --classifier Nothing                | 1 | Nothing.pt does not exist
            --sigma 0.001..1                    | 2 | --sigma must be S or MIN..MAX, within 0.01 to 4.0, but is 0.001..1.0
            --sigma 0.5..5                      | 2 | --sigma must be S or MIN..MAX, within 0.01 to 4.0, but is 0.5..5.0
            --sigma low                         | 2 | --sigma must be a number, or two as in 0.1..1.0, but is "low"
            --input 4                           | 2 | must be height x width, each 1 to 4096, as in 32x32, but is "4"
            --input 0x4                         | 2 | must be height x width, each 1 to 4096, as in 32x32, but is "0x4"
            --store-weights fp8                 | 2 | must be as-is, bf16 or denoiser-bf16, but is "fp8"
            --name my/pets                      | 1 | --name must be 1 to 128 of the characters
            --batch 0                           | 1 | --batch must be 1 to 65536, but is 0
            --note madeWith=me                  | 2 | --note: the key must be a word of yours other than madeWith
            --recipe none                       | 1 | none must be the folder of a training run, but has no checkpoint.zip
            --accuracy none.json                | 1 | none.json does not exist
            --preprocessing keras               | 2 | expected one of [TORCHVISION, TIMM, CAFFE, TF] (case-insensitive) but was 'keras'
            --crop-fraction 0                   | 2 | --crop-fraction must be above 0, and at most 1, but is 0.0
            --range 0..2                        | 2 | --range must be 0..1, 0..255 or -1..1, but is "0..2"
            --channels gray                     | 2 | --channels must be rgb or bgr, but is "gray"
            --std 0                             | 2 | --std must be a number above 0 for each of 3 channels, but is [0.0, 0.0, 0.0]
            --mean 1,2                          | 2 | --mean must be a number for each of 3 channels, but is [1.0, 2.0]
            --device cuda:77                    | 1 | --device: device must be auto or one of those here
            """)
    void shouldNameWhatIsWrongAndLeaveNothing(String mistake, int status, String message) {
        String[] options = mistake.split(" ", -1);
        for (int i = 0; i < options.length; i += 2) {
            if (options[i].equals("--classifier") || options[i].equals("--denoiser")) {
                options[i + 1] = module(options[i + 1]);
            }
        }

        assertThat(create(options)).isEqualTo(status);

        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldRefuseAnotherInputSizeThanTheClassifierTakes() {
        assertThat(create("--classifier", module("FlatLinear"), "--input", "6x5"))
                .isEqualTo(1);

        assertThat(err.toString())
                .contains("classifier " + module("FlatLinear") + " failed on float32 input of shape (8, 3, 6, 5)")
                .contains(
                        "A bundle's networks are tried on 8 images of 3 x 6 x 5, for 3 classes: see --batch, --input and --classes.");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldRefuseWhatIsNoTorchScript() throws IOException {
        Path text = Files.writeString(folder.resolve("weights.pt"), "no archive");

        assertThat(create("--classifier", text.toString())).isEqualTo(1);

        assertThat(err.toString())
                .contains("weights.pt must be a TorchScript file", "torch.jit.script(model).save(...) writes one");
        assertThat(bundle()).doesNotExist();
    }

    @Test
    void shouldReplaceABundleOnlyWhenAsked() {
        assertThat(create()).isZero();

        assertThat(create("--batch", "4")).isEqualTo(1);
        assertThat(err.toString()).contains("must be a folder that is new or empty, but holds bundle.json");
        assertThat(create("--batch", "4", "--replace", "")).as(err.toString()).isZero();
        assertThat(BundleManifest.read(bundle()).batch()).isEqualTo(4);
    }

    @Test
    void shouldTakeClassesFromAFile() throws IOException {
        Path labels = Files.writeString(folder.resolve("labels.txt"), "red, dark\ngreen\nblue\n");

        assertThat(create("--classes-from", labels.toString()))
                .as(err.toString())
                .isZero();

        assertThat(BundleManifest.read(bundle()).classes()).containsExactly("red, dark", "green", "blue");
    }

    @Test
    void shouldTakeNoByteOrderMarkNorBlankLinesAtTheEndForLabels() throws IOException {
        assertThat(create()).isZero();
        String digest = BundleManifest.read(bundle()).digest();
        Path labels = Files.writeString(folder.resolve("labels.txt"), "\uFEFFred\r\n green \r\nblue\r\n\r\n \r\n");

        assertThat(create("--classes-from", labels.toString(), "--replace", ""))
                .as(err.toString())
                .isZero();

        assertThat(BundleManifest.read(bundle()).classes()).containsExactly("red", "green", "blue");
        assertThat(BundleManifest.read(bundle()).digest()).isEqualTo(digest);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            red\\n\\nblue             | UTF-8      | labels.txt, line 2 is blank: each line must be the label of one class
            red\\ngrün\\nblue         | ISO-8859-1 | labels.txt, line 2 is not UTF-8, but perhaps Latin-1 or UTF-16: save the file as UTF-8
            red\\ngreen\\nblue        | UTF-16     | labels.txt, line 1 is not UTF-8
            """)
    void shouldNameTheLinesThatAreNoLabels(String content, String charset, String message) throws IOException {
        Path labels = folder.resolve("labels.txt");
        Files.writeString(labels, content.replace("\\n", "\n"), Charset.forName(charset));

        assertThat(create("--classes-from", labels.toString())).isEqualTo(1);

        assertThat(err.toString()).contains(message).hasSizeLessThan(400);
    }

    @Test
    void shouldMakeLabelsDistinctThatOccurAgain() throws IOException {
        Path labels = Files.writeString(folder.resolve("labels.txt"), "crane\nhen\ncrane\n");

        assertThat(create("--classes-from", labels.toString()))
                .as(err.toString())
                .isZero();

        assertThat(BundleManifest.read(bundle()).classes()).containsExactly("crane", "hen", "crane (2)");
        assertThat(err.toString())
                .contains("labels.txt: \"crane\" stands in lines 1, 3; the labels are \"crane\", \"crane (2)\"");
    }

    @Test
    void shouldPassOverNumbersThatLabelsHaveAlready() {
        DistinctLabels distinct = DistinctLabels.of(List.of("a", "a (2)", "a", "a"));

        assertThat(distinct.labels()).containsExactly("a", "a (2)", "a (3)", "a (4)");
    }

    @Test
    void shouldPutPreprocessingIntoTheManifest() {
        assertThat(create("--preprocessing", "torchvision", "--crop-fraction", "0.5", "--std", "0.25"))
                .as(err.toString())
                .isZero();

        BundleManifest manifest = BundleManifest.read(bundle());
        assertThat(manifest.preprocessing())
                .isEqualTo(new Preprocessing(
                        Optional.of(new Resize(8, 8, Interpolation.BILINEAR)),
                        new PixelValues(
                                PixelRange.UNIT,
                                ChannelOrder.RGB,
                                List.of(0.485, 0.456, 0.406),
                                List.of(0.25, 0.25, 0.25))));
        assertThat(out.toString())
                .contains(
                        "preprocessed pictures resized to cover 8 x 8, bilinear, and cut",
                        "values 0..1, rgb, less [0.485, 0.456, 0.406], over [0.25, 0.25, 0.25]");
        assertThat(execute(List.of("bundle", "verify", bundle().toString()))).isZero();
    }

    /** The classifier answers with the brightest channel: blue is red to one that is told blue first. */
    @Test
    void shouldHintAtAnOrderOfColoursThatMakesAnswersWrong() throws IOException {
        Path data = folder.resolve("data");
        for (String colour : List.of("blue", "green", "red")) {
            Path images = Files.createDirectories(data.resolve("test").resolve(colour));
            for (int i = 0; i < 20; i++) {
                BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
                for (int pixel = 0; pixel < 16; pixel++) {
                    image.setRGB(
                            pixel % 4,
                            pixel / 4,
                            switch (colour) {
                                case "red" -> 0xc04010 + i;
                                case "green" -> 0x20b040 + i;
                                default -> 0x2040b0 + i;
                            });
                }
                ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
            }
        }
        assertThat(create("--classes", "blue,green,red", "--channels", "bgr")).isZero();
        assertThat(execute(List.of("bundle", "verify", bundle().toString(), "--data", data.toString())))
                .isZero();
        assertThat(out.toString()).contains("clean      100.0% of 60 clean images are given their label");

        assertThat(create("--classes", "blue,green,red", "--replace", "")).isZero();
        assertThat(execute(List.of("bundle", "verify", bundle().toString(), "--data", data.toString())))
                .isZero();

        assertThat(out.toString())
                .contains("Of 60 clean images 20 are given their label, as if by chance.")
                .contains("With the values of --preprocessing caffe it would be 60 of 60");
    }

    @Test
    void shouldNameTheTwoPlacesOfALabelAmongAThousand() {
        String thousand =
                IntStream.range(0, 1000).mapToObj(i -> "label " + i % 999).collect(Collectors.joining(","));

        assertThat(create("--classes", thousand)).isEqualTo(1);

        assertThat(err.toString())
                .contains(
                        "--classes must be labels that all differ, but numbers 0 and 999, from 0, are both \"label 0\"")
                .hasSizeLessThan(400);
    }

    @Test
    void shouldAnnotateWithWhatThisBundleWasMeasuredToDo() throws IOException {
        assertThat(create()).isZero();
        String digest = BundleManifest.read(bundle()).digest();
        Path ours = report("ours.json", digest);
        Path others = report("others.json", "0".repeat(64));

        assertThat(annotate("--accuracy", ours.toString(), "--note", "data=Colours.", "--note", "weights=None."))
                .as(err.toString())
                .isZero();
        assertThat(annotate("--note", "weights=")).isZero();
        assertThat(annotate("--accuracy", others.toString())).isEqualTo(1);
        assertThat(annotate()).isEqualTo(2);

        assertThat(err.toString())
                .contains("others.json: run must have been measured with this bundle, of digest " + digest);
        BundleManifest manifest = BundleManifest.read(bundle());
        assertThat(manifest.digest()).isEqualTo(digest);
        assertThat(manifest.certifiedAccuracy()).singleElement().satisfies(row -> assertThat(row.percentByRadius())
                .containsEntry(0.25, 47.5));
        assertThat(manifest.provenance()).containsEntry("data", "Colours.").doesNotContainKey("weights");
    }

    @Test
    void shouldShowTheShippedBundle() throws IOException {
        String zoo = Home.folder().resolve("models/zoo/cifar10").toString();

        assertThat(execute(List.of("bundle", "inspect", zoo)))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .containsPattern("(?m)^cifar10 [0-9.]+, image-classification$")
                .contains("input        3 x 32 x 32", "takes sigma", "BFloat16")
                .containsPattern(
                        "(?m)^  sigma +0\\.00 +0\\.25 +0\\.50 +0\\.75 +1\\.00 .* abstained +images +n0 +n +alpha$")
                .containsPattern("(?m)^  0\\.5( +[0-9]+\\.[0-9]){6,} +[0-9]+ +100 +[0-9]+ +0\\.001$");
    }

    /** The images' answers and radii are in the repository; the shipped table is what {@code report} makes of them. */
    @ParameterizedTest
    @CsvSource({"cifar10, 0.12 0.25 0.5 1.0", "cifar10-black-box, 0.12 0.25 0.5 1.0", "cifar10-int8, 0.25"})
    void shouldShipTheTableThatWasMeasured(String name, String sigmas) throws IOException {
        Path zoo = Home.folder().resolve("models/zoo").resolve(name);
        Files.createDirectories(bundle());
        Files.copy(zoo.resolve("classifier.pt"), bundle().resolve("classifier.pt"));
        Files.copy(zoo.resolve("denoiser.pt"), bundle().resolve("denoiser.pt"));
        ObjectNode unmeasured = (ObjectNode)
                new ObjectMapper().readTree(zoo.resolve("bundle.json").toFile());
        unmeasured.putArray("certifiedAccuracy");
        Files.writeString(bundle().resolve("bundle.json"), unmeasured.toString());
        Path report = folder.resolve("report.json");
        List<String> arguments = new ArrayList<>(List.of("report", "--json", report.toString()));
        for (String sigma : sigmas.split(" ", -1)) {
            arguments.add(Home.folder()
                    .resolve("models/measured/%s/sigma-%s.tsv".formatted(name, sigma))
                    .toString());
        }
        assertThat(execute(arguments)).as(err.toString()).isZero();

        assertThat(annotate("--accuracy", report.toString())).as(err.toString()).isZero();

        assertThat(BundleManifest.read(bundle()).certifiedAccuracy())
                .hasSize(sigmas.split(" ", -1).length)
                .isEqualTo(BundleManifest.read(zoo).certifiedAccuracy());
    }

    @Test
    void shouldShowAManifestToPrograms() throws IOException {
        Path zoo = Home.folder().resolve("models/zoo/cifar10");

        assertThat(execute(List.of("bundle", "inspect", zoo.toString(), "--json")))
                .isZero();

        JsonNode document = new ObjectMapper().readTree(out.toString());
        assertThat(document.get("digest").asText())
                .isEqualTo(BundleManifest.read(zoo).digest());
        assertThat(document.get("manifest"))
                .isEqualTo(
                        new ObjectMapper().readTree(zoo.resolve("bundle.json").toFile()));
    }

    @Test
    void shouldFailToVerifyADamagedBundle() throws IOException {
        assertThat(create()).isZero();
        Files.writeString(bundle().resolve("classifier.pt"), "damaged");

        assertThat(execute(List.of("bundle", "verify", bundle().toString()))).isEqualTo(1);

        assertThat(err.toString())
                .contains("the SHA-256 of classifier.pt must be")
                .doesNotContain("\tat ");
    }

    private Path report(String name, String digest) throws IOException {
        return Files.writeString(folder.resolve(name), """
                {"runs": [{"label": "run",
                  "description": {"format": 1, "bundle": "colours 1", "bundleDigest": "%s", "backend": "any", "data": "any", "dataDigest": "any",
                    "offset": 0, "every": 1, "images": 120, "plan": "fixed", "sigma": 0.25, "n0": 100, "n": 1000, "alpha": 0.001, "seed": 0},
                  "certifiedAccuracy": {"sigma": 0.25, "n0": 100, "n": 1000, "alpha": 0.001, "images": 120, "abstainedPercent": 18.3,
                    "percentByRadius": {"0.0": 71.7, "0.25": 47.5}}}]}
                """.formatted(digest));
    }

    private static String module(String name) {
        return MODULES.resolve(name + ".pt").toString();
    }

    private Path bundle() {
        return folder.resolve("colours");
    }

    private int annotate(String... options) {
        List<String> arguments = new ArrayList<>(List.of("bundle", "annotate", bundle().toString()));
        arguments.addAll(List.of(options));
        return execute(arguments);
    }

    /** Options, each with a value, replace the usual ones. */
    private int create(String... options) {
        List<String> given = List.of(options);
        List<String> arguments = new ArrayList<>(List.of("bundle", "create"));
        given.stream().filter(word -> !word.isEmpty()).forEach(arguments::add);
        List<String> usual = List.of(
                "--classifier", module("Brightest"),
                "--name", "colours",
                "--bundle-version", "1.0.0",
                "--classes", "red,green,blue",
                "--input", "4x4",
                "--sigma", "0.1..1",
                "--batch", "8",
                "--precision", "fp32",
                "--out", bundle().toString());
        for (int i = 0; i < usual.size(); i += 2) {
            boolean otherLabels = usual.get(i).equals("--classes") && given.contains("--classes-from");
            if (!given.contains(usual.get(i)) && !otherLabels) {
                arguments.addAll(usual.subList(i, i + 2));
            }
        }
        return execute(arguments);
    }

    private int execute(List<String> arguments) {
        return Steadfast.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
