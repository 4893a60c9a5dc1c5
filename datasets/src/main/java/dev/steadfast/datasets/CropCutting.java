package dev.steadfast.datasets;

import dev.steadfast.images.Interpolation;
import dev.steadfast.images.OrientationRule;
import dev.steadfast.images.ResizedCrop;
import dev.steadfast.images.RgbImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Cuts crops out of photographs at many scales, once, so that training reads small pixels and not large pictures. Of each picture windows of
 * the crops' shape are cut at random, the logarithm of their size uniform between that of the crops and that of the whole picture, and
 * resized with antialiasing. A picture that is twice as large gives twice as many.
 *
 * <p>As many pictures are decoded side by side as there are processors, large ones alone; no more than their crops are held in memory.
 *
 * @param height rows of the crops
 * @param width columns of the crops
 * @param density crops of a picture that a crop just fits into
 * @param seed of what is cut where
 */
public record CropCutting(int height, int width, int density, long seed) {
    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

    /** Pictures are not enlarged more than so: it would teach what blurred images look like. */
    private static final int MOST_ENLARGED = 2;

    /** @throws DatasetException if a value is out of its range */
    public CropCutting {
        if (height < 1 || width < 1 || density < 1) {
            throw new DatasetException(
                    "crops must be of 1 x 1 pixels or more, one of each picture or more, but are %d x %d, %d of each"
                            .formatted(height, width, density));
        }
    }

    /**
     * What was cut.
     *
     * @param folder where it is
     * @param crops how many there are
     * @param pictures of how many pictures
     */
    public record Cut(Path folder, int crops, int pictures) {}

    /**
     * Cuts the pictures below a folder, PNG and JPEG, in the order of their paths. Those that cannot be read, or are too small, are named and
     * left out.
     *
     * @param from a folder, looked through to its last level
     * @param out the folder that is made: whole or not at all
     * @throws DatasetException if there is no picture, something is in the way, or it cannot be written
     */
    public Cut cut(Path from, Path out, FetchProgress progress) {
        if (Files.exists(out)) {
            throw new DatasetException(out + " exists: remove it, or name another folder");
        }
        List<Path> pictures = pictures(from);
        try (StagedFolder staged = StagedFolder.beside(out)) {
            CropsFile description = cut(pictures, staged.files(), progress);
            description.write(staged.files());
            staged.become(out);
            return new Cut(out, description.crops(), description.pictures());
        } catch (IOException e) {
            throw new DatasetException(out + " cannot be written: " + e, e);
        }
    }

    private static List<Path> pictures(Path from) {
        try (Stream<Path> files = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> pictures = files.filter(
                            file -> ENDINGS.stream().anyMatch(file.toString().toLowerCase(Locale.ROOT)::endsWith))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (pictures.isEmpty()) {
                throw new DatasetException(from + " must hold pictures, files that end in " + String.join(", ", ENDINGS)
                        + ", at any depth, but holds none");
            }
            return pictures;
        } catch (IOException e) {
            throw new DatasetException(from + " cannot be read: " + e, e);
        }
    }

    private CropsFile cut(List<Path> pictures, Path folder, FetchProgress progress) throws IOException {
        int crops = 0;
        int cut = 0;
        int together = Runtime.getRuntime().availableProcessors();
        ImageFiles images = new ImageFiles(OrientationRule.EXIF);
        long total = 0;
        for (Path picture : pictures) {
            total += Files.size(picture);
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(CropsFile.PIXELS)));
                FetchProgress.Step step = progress.begin("cutting " + pictures.size() + " pictures", total)) {
            long read = 0;
            for (int first = 0; first < pictures.size(); first += together) {
                int begin = first;
                int end = Math.min(pictures.size(), first + together);
                List<Pieces> pieces = IntStream.range(begin, end)
                        .parallel()
                        .mapToObj(number -> pieces(images, pictures.get(number), number))
                        .toList();
                for (Pieces each : pieces) {
                    each.objection().forEach(progress::note);
                    for (byte[] crop : each.crops()) {
                        out.write(crop);
                    }
                    crops = Math.addExact(crops, each.crops().size());
                    cut += each.crops().isEmpty() ? 0 : 1;
                }
                for (Path picture : pictures.subList(begin, end)) {
                    read += Files.size(picture);
                }
                step.reached(read);
            }
        }
        if (crops == 0) {
            throw new DatasetException(
                    "none of the %d pictures gives a crop of %d x %d pixels".formatted(pictures.size(), height, width));
        }
        return new CropsFile(CropsFile.FORMAT, height, width, crops, cut, seed);
    }

    /**
     * The crops of a picture.
     *
     * @param objection why there are none
     */
    private record Pieces(List<byte[]> crops, List<String> objection) {}

    private Pieces pieces(ImageFiles images, Path picture, int number) {
        try {
            return images.decode(picture, pixels -> pieces(picture, pixels, number));
        } catch (DatasetException e) {
            return new Pieces(List.of(), List.of("left out: " + e.getMessage()));
        }
    }

    private Pieces pieces(Path picture, RgbImage pixels, int number) {
        double largest = Math.min((double) pixels.height() / height, (double) pixels.width() / width);
        if (largest * MOST_ENLARGED < 1) {
            return new Pieces(
                    List.of(),
                    List.of("left out: %s: %d x %d pixels are too few for crops of %d x %d"
                            .formatted(picture, pixels.height(), pixels.width(), height, width)));
        }
        SplittableRandom random = new SplittableRandom(seed ^ new SplittableRandom(number).nextLong());
        List<byte[]> crops = new ArrayList<>();
        int wanted = (int) Math.max(1, Math.round(density * largest));
        ResizedCrop resized = new ResizedCrop(height, width, height, width, Interpolation.BILINEAR);
        for (int i = 0; i < wanted; i++) {
            double scale = largest <= 1 ? largest : Math.exp(random.nextDouble() * Math.log(largest));
            int rows = Math.max(1, Math.min(pixels.height(), (int) Math.round(scale * height)));
            int columns = Math.max(1, Math.min(pixels.width(), (int) Math.round(scale * width)));
            int top = random.nextInt(pixels.height() - rows + 1);
            int left = random.nextInt(pixels.width() - columns + 1);
            crops.add(resized.canonicalise(window(pixels, top, left, rows, columns)));
        }
        return new Pieces(crops, List.of());
    }

    private static RgbImage window(RgbImage pixels, int top, int left, int rows, int columns) {
        int channels = pixels.rgb().length / pixels.height() / pixels.width();
        byte[] window = new byte[rows * columns * channels];
        for (int row = 0; row < rows; row++) {
            int source = ((top + row) * pixels.width() + left) * channels;
            System.arraycopy(pixels.rgb(), source, window, row * columns * channels, columns * channels);
        }
        return new RgbImage(columns, rows, window);
    }
}
