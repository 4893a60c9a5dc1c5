package dev.steadfast.images;

import dev.steadfast.images.ImageException.Problem;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Pictures of every kind that cameras send, some of them not taken; and what becomes of each. */
final class TestPictures {

    private static final ImageDecoder DECODER = new ImageDecoder(
            new DecodingLimits(1 << 20, 1 << 20, 20, 1 << 24, 1 << 24, java.time.Duration.ofHours(1)),
            OrientationRule.EXIF);

    private TestPictures() {}

    /** At least forty, by their names. */
    static Map<String, byte[]> all() {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        for (int[] f : new int[][] {{1, 1}, {2, 1}, {1, 2}, {2, 2}, {4, 1}, {1, 4}, {4, 2}}) {
            TestJpeg jpeg = TestJpeg.of(67, 45).colour(f[0], f[1]);
            String name = "%dx%d".formatted(f[0], f[1]);
            pictures.put(name, jpeg.encode());
            pictures.put(name + "-separate", jpeg.separateScans().encode());
            pictures.put(name + "-restarts", jpeg.restartInterval(3).encode());
            pictures.put(name + "-progressive", jpeg.progressive().encode());
        }
        TestJpeg plain = TestJpeg.of(67, 45).colour(2, 1);
        byte[] bytes = plain.encode();
        pictures.put("motion-jpeg", plain.withoutHuffmanTables().encode());
        pictures.put("no-end", Arrays.copyOf(bytes, bytes.length - 2));
        pictures.put("cut", Arrays.copyOf(bytes, bytes.length - 30));
        pictures.put("ids-0-1-2", three(0, 1, 2).encode());
        pictures.put("ids-rgb", three('R', 'G', 'B').encode());
        pictures.put("adobe-rgb", three(1, 2, 3).adobe(0).encode());
        pictures.put("cmyk", three(1, 2, 3).component(4, 1, 1).adobe(0).encode());
        pictures.put("ycck", three(1, 2, 3).component(4, 1, 1).adobe(2).encode());
        pictures.put("four", three(1, 2, 3).component(4, 1, 1).encode());
        pictures.put("grey", TestJpeg.of(67, 45).component(1, 2, 2).encode());
        BufferedImage noise = TestImages.gradient(40, 60);
        Random random = new Random(23);
        for (int i = 0; i < 500; i++) {
            noise.setRGB(random.nextInt(40), random.nextInt(60), random.nextInt());
        }
        pictures.put("jdk-progressive", TestImages.jpeg(noise, 0.8f, true));
        pictures.put(
                "missing-scans",
                JpegSegments.of(TestImages.jpeg(noise, 0.8f, true))
                        .firstScans(6)
                        .bytes());
        pictures.put("png", TestImages.png(noise, false));
        pictures.put("png-interlaced", TestImages.png(noise, true));
        pictures.put("png-large", TestImages.png(300, 200));
        return pictures;
    }

    /** What becomes of each picture in a folder: the SHA-256 of its certified input, or why there is none. */
    static List<String> describe(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(TestPictures::describeFile).toList();
        }
    }

    private static String describeFile(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String type = ImageType.ofBytes(bytes).orElseThrow().contentType();
            byte[] input = Canonicaliser.covering(32, 32).canonicalise(DECODER.decode(type, bytes));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(input);
            return file.getFileName() + " " + HexFormat.of().formatHex(digest);
        } catch (ImageException e) {
            return file.getFileName() + " " + e.problem() + " " + e.getMessage();
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isRefusal(String description) {
        return Arrays.stream(Problem.values()).anyMatch(problem -> description.contains(" " + problem + " "));
    }

    /** Prints the descriptions of the pictures in a folder, for the process that started this one. */
    public static void main(String[] arguments) throws IOException {
        describe(Path.of(arguments[0])).forEach(System.out::println);
    }

    private static TestJpeg three(int first, int second, int third) {
        return TestJpeg.of(67, 45)
                .component(first, 1, 1)
                .component(second, 1, 1)
                .component(third, 1, 1);
    }
}
