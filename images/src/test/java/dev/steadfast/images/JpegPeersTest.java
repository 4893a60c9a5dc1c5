package dev.steadfast.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pixels against the reference programs: what libjpeg-turbo's cjpeg writes comes out as its djpeg reads it. */
class JpegPeersTest {

    private static final ImageDecoder DECODER =
            new ImageDecoder(DecodingLimits.ofMemory(1 << 24, 1 << 24), OrientationRule.STORED);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void requirePrograms() {
        try {
            for (String program : List.of("cjpeg", "djpeg")) {
                Process process = new ProcessBuilder(program, "-version")
                        .redirectErrorStream(true)
                        .start();
                String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (!version.contains("libjpeg-turbo")) {
                    skip(program + " is not libjpeg-turbo's, but " + version.strip());
                }
            }
        } catch (IOException e) {
            skip("cjpeg and djpeg are not installed (Debian: libjpeg-turbo-progs)");
        }
    }

    @Test
    void shouldDecodeAsTheReferenceProgramDoes() throws Exception {
        for (int[] size : new int[][] {{70, 50}, {1, 1}, {2, 3}, {4, 5}, {7, 9}, {17, 17}, {33, 2}, {1, 40}}) {
            Path picture = folder.resolve("picture.ppm");
            Files.write(picture, noise(size[0], size[1]));
            for (String factors : List.of("1x1", "2x1", "1x2", "2x2", "4x1", "1x4", "4x2", "3x1", "2x1,1x2,1x1")) {
                assertAsReference(picture, "-sample", factors);
                assertAsReference(picture, "-sample", factors, "-progressive", "-quality", "95");
                assertAsReference(picture, "-sample", factors, "-restart", "1", "-optimize");
            }
            assertAsReference(picture, "-grayscale");
            assertAsReference(picture, "-rgb");
            assertAsReference(picture, "-quality", "3");
            assertAsReference(picture, "-quality", "100", "-progressive", "-restart", "2B");
        }
    }

    @Test
    void shouldDecodeInkAsTheReferenceProgramDoes() throws Exception {
        for (int transform : new int[] {0, 2}) {
            byte[] ink = TestJpeg.of(70, 50)
                    .component(1, 2, 2)
                    .component(2, 1, 1)
                    .component(3, 1, 1)
                    .component(4, 2, 2)
                    .adobe(transform)
                    .encode();

            assertSame(ink, "djpeg", "-pnm"); // with -rgb it refuses ink
        }
    }

    private static void assertAsReference(Path picture, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("cjpeg"));
        command.addAll(Arrays.asList(options));
        command.add(picture.toString());
        assertSame(run(command), "djpeg", "-rgb", "-pnm");
    }

    private static void assertSame(byte[] jpeg, String... reference) throws Exception {
        Path file = folder.resolve("picture.jpg");
        Files.write(file, jpeg);
        List<String> command = new ArrayList<>(Arrays.asList(reference));
        command.add(file.toString());
        byte[] pnm = run(command);

        RgbImage decoded = DECODER.decode("image/jpeg", jpeg);

        int header =
                "P6\n%d %d\n255\n".formatted(decoded.width(), decoded.height()).length();
        assertThat(decoded.rgb()).isEqualTo(Arrays.copyOfRange(pnm, header, pnm.length));
    }

    private static byte[] run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return output;
    }

    private static byte[] noise(int width, int height) {
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        picture.writeBytes("P6\n%d %d\n255\n".formatted(width, height).getBytes(StandardCharsets.US_ASCII));
        Random random = new Random(width);
        byte[] samples = new byte[3 * width * height];
        random.nextBytes(samples);
        for (int i = 0; i < samples.length; i++) { // with quiet places
            samples[i] = i / 50 % 2 == 0 ? samples[i] : (byte) (i / 7);
        }
        picture.writeBytes(samples);
        return picture.toByteArray();
    }

    private static void skip(String reason) {
        System.err.println("skipped: pixels of the reference programs: " + reason);
        abort(reason);
    }
}
