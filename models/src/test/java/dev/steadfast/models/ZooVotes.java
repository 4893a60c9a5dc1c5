package dev.steadfast.models;

import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;

/**
 * The zoo's CIFAR-10 bundle on the first test images, and a program for the tests that need a process of their own.
 *
 * <p>{@code ZooVotes once FILE} votes once and writes {@link #report}; {@code ZooVotes forever FILE} writes that and votes on
 * until it is stopped, with the shutdown hook that {@link NoisyVoter} asks for.
 */
final class ZooVotes {
    static final Path BUNDLE = Path.of("zoo/cifar10");
    static final int IMAGES = 20;
    static final int[] LABELS = {3, 8, 8, 0, 6, 6, 1, 6, 3, 1, 0, 9, 5, 7, 9, 8, 5, 7, 8, 6};

    /** The file, beside the report, that says that the shutdown hook has closed the voter. */
    static final String DRAINED = "drained";

    private static final int SIDE = 32;
    private static final int SAMPLES = 40;

    /** Images of a report: several forward batches. */
    private static final int REPORTED = 5;

    private ZooVotes() {}

    public static void main(String[] arguments) throws IOException {
        ModelBundle bundle = ModelBundle.open(BUNDLE);
        NoisyVoter voter = NoisyVoter.open(bundle, "cpu");
        Path report = Path.of(arguments[1]);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(voter, report.resolveSibling(DRAINED))));
        Files.write(report.resolveSibling("unfinished"), report(voter));
        Files.move(report.resolveSibling("unfinished"), report);
        while (arguments[0].equals("forever")) {
            reported(voter);
        }
    }

    private static void drain(NoisyVoter voter, Path mark) {
        voter.close();
        try {
            Files.createFile(mark);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What two processes must agree on: the backend, and the votes of some images. */
    static List<String> report(NoisyVoter voter) throws IOException {
        List<String> lines = new ArrayList<>(List.of(voter.bundleDigest(), voter.backend()));
        reported(voter).forEach(votes -> lines.add(votes.toString()));
        return lines;
    }

    private static List<VoteCounts> reported(NoisyVoter voter) throws IOException {
        return votes(voter, 0.5, images().subList(0, REPORTED));
    }

    static List<VoteCounts> votes(NoisyVoter voter, double sigma) throws IOException {
        return votes(voter, sigma, images());
    }

    private static List<VoteCounts> votes(NoisyVoter voter, double sigma, List<byte[]> images) {
        NoiseKey key = NoiseKey.of(new byte[NoiseKey.BYTES]);
        List<VoteRequest> requests = new ArrayList<>();
        for (byte[] image : images) {
            requests.add(new VoteRequest(image, sigma, key, 0, SAMPLES));
        }
        return voter.vote(requests);
    }

    private static List<byte[]> images() throws IOException {
        BufferedImage column;
        try (InputStream in = ZooVotes.class.getResourceAsStream("/cifar10/first-20-test-images.png")) {
            column = ImageIO.read(Objects.requireNonNull(in));
        }
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            byte[] image = new byte[3 * SIDE * SIDE];
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                int rgb = column.getRGB(pixel % SIDE, i * SIDE + pixel / SIDE);
                image[pixel] = (byte) (rgb >> 16);
                image[SIDE * SIDE + pixel] = (byte) (rgb >> 8);
                image[2 * SIDE * SIDE + pixel] = (byte) rgb;
            }
            images.add(image);
        }
        return images;
    }
}
