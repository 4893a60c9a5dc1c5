import dev.steadfast.images.DecodingLimits;
import dev.steadfast.images.ImageDecoder;
import dev.steadfast.images.OrientationRule;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** Decodes pictures with our decoders and with ImageIO, one after the other in each round, and prints medians and their ratio. */
public final class Decoding {

    private static final int WIDTH = 4608;
    private static final int HEIGHT = 3456;

    private interface Work {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        System.out.printf("%s, Java %s, %d x %d pixels, %d rounds%n", processor(), Runtime.version(), WIDTH, HEIGHT, rounds);
        System.out.printf("%-26s %9s %12s %12s %7s%n", "picture", "bytes", "ours, ms", "ImageIO, ms", "ratio");
        ImageDecoder ours = new ImageDecoder(DecodingLimits.ofMemory(1 << 28, 1 << 25), OrientationRule.STORED);
        for (Map.Entry<String, byte[]> picture : pictures().entrySet()) {
            byte[] bytes = picture.getValue();
            String type = picture.getKey().startsWith("PNG") ? "image/png" : "image/jpeg";
            double[] own = new double[rounds];
            double[] other = new double[rounds];
            for (int round = -2; round < rounds; round++) { // two to warm up
                double first = millis(() -> ours.decode(type, bytes));
                double second = millis(() -> pixels(ImageIO.read(new ByteArrayInputStream(bytes))));
                if (round >= 0) {
                    own[round] = first;
                    other[round] = second;
                }
            }
            Arrays.sort(own);
            Arrays.sort(other);
            double a = own[rounds / 2];
            double b = other[rounds / 2];
            System.out.printf("%-26s %9d %12.0f %12.0f %7.2f%n", picture.getKey(), bytes.length, a, b, a / b);
        }
    }

    /** Every pixel, as a decoder's caller needs them. */
    private static void pixels(BufferedImage image) {
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
        }
    }

    private static Map<String, byte[]> pictures() throws Exception {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int grain = random.nextInt(12);
                int red = (int) (120 + 100 * Math.sin(x / 37.0 + y / 91.0)) + grain;
                int green = (int) (120 + 100 * Math.sin(y / 23.0)) + grain;
                int blue = (x / 64 + y / 64) % 2 * 180 + grain;
                image.setRGB(x, y, red << 16 | green << 8 | blue);
            }
        }
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("JPEG, quality 75", jpeg(image, 0.75f, false));
        pictures.put("JPEG, quality 95", jpeg(image, 0.95f, false));
        pictures.put("JPEG, progressive, 75", jpeg(image, 0.75f, true));
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        pictures.put("PNG", png.toByteArray());
        return pictures;
    }

    private static byte[] jpeg(BufferedImage image, float quality, boolean progressive) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var output = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            parameters.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static double millis(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.replaceFirst(".*: *", ""))
                    .orElse("unknown processor");
        } catch (java.io.IOException e) {
            return "unknown processor";
        }
    }
}
