package dev.steadfast.integers;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.Denoiser;
import dev.steadfast.bundles.GoldenLogits;
import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.SigmaRange;
import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.noise.NoiseStream;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Votes of a bundle of integer networks, without native code: those that every engine must cast. A sample votes for the class of its largest logit; two largest are a
 * tie, which votes for none.
 *
 * <p>Threading notes: may be used by several threads at once. A call spreads its samples over the processors.
 */
public final class InterpretedVoter {
    /** The backend of integer networks: their arithmetic, in the version of its definition. */
    public static final String BACKEND = "integers " + Program.FORMAT;

    private static final int INVALID = -1;

    /** What is told who is not told sigma: the first row of a table. */
    private static final float NOT_TOLD = 0;

    private final InputShape input;
    private final int classes;
    private final Interpreter classifier;
    private final Optional<Interpreter> denoiser;
    private final boolean takesSigma;
    private final SigmaRange sigma;

    private InterpretedVoter(BundleManifest manifest, Interpreter classifier, Optional<Interpreter> denoiser) {
        this.input = manifest.input();
        this.classes = manifest.classes().size();
        this.classifier = classifier;
        this.denoiser = denoiser;
        this.takesSigma = manifest.denoiser().map(Denoiser::takesSigma).orElse(false);
        this.sigma = manifest.sigma();
    }

    /**
     * Reads a bundle's networks; it may be closed afterwards.
     *
     * @throws IOException if a file cannot be read
     * @throws IntegerNetworkException if a network is none of integers, or makes something else than the manifest says
     */
    public static InterpretedVoter open(ModelBundle bundle) throws IOException {
        IntegerNetwork classifier = IntegerModule.read(bundle.classifier());
        int classes = bundle.manifest().classes().size();
        if (!(classifier.last() instanceof Operation.Logits logits) || logits.classes() != classes) {
            throw new IntegerNetworkException(bundle.classifier() + " must make logits of " + classes
                    + " classes, but makes " + classifier.last().name());
        }
        Optional<Interpreter> denoiser = Optional.empty();
        if (bundle.denoiser().isPresent()) {
            denoiser = Optional.of(
                    new Interpreter(IntegerModule.read(bundle.denoiser().get())));
        }
        return new InterpretedVoter(bundle.manifest(), new Interpreter(classifier), denoiser);
    }

    /** {@return the number of classes} */
    public int classes() {
        return classes;
    }

    /**
     * {@return whether all of a bundle is of integers: its networks, and nothing is done to pixels between them}
     *
     * @throws IOException if a file is no TorchScript file, or cannot be read
     */
    public static boolean isFor(ModelBundle bundle) throws IOException {
        return bundle.manifest().preprocessing().leavesValues()
                && IntegerModule.isAt(bundle.classifier())
                && (bundle.denoiser().isEmpty()
                        || IntegerModule.isAt(bundle.denoiser().get()));
    }

    /** {@return the logits of a few {@linkplain KnownImages known images}, under the bundle's least noise and under its most} */
    public List<GoldenLogits> goldenLogits() {
        return goldenLogits(IntStream.range(0, KnownImages.USUAL)
                .mapToObj(number -> number % 2 == 0 ? sigma.min() : sigma.max())
                .toList());
    }

    /** {@return the logits of the known images under noise of these sigmas, in order} */
    public List<GoldenLogits> goldenLogits(List<Double> sigmas) {
        return IntStream.range(0, sigmas.size())
                .parallel()
                .mapToObj(number -> {
                    byte[] image = KnownImages.image(input, number);
                    int[] logits = logits(image, sigmas.get(number), KnownImages.KEY, number);
                    return new GoldenLogits(
                            sigmas.get(number), Arrays.stream(logits).boxed().toList());
                })
                .toList();
    }

    /**
     * Votes.
     *
     * @param image {@code uint8} of the bundle's input shape, channel-first
     * @param sigma of the noise
     * @param key of the noise
     * @param firstSample index of the first sample
     * @param samples how many
     */
    public VoteCounts vote(byte[] image, double sigma, NoiseKey key, long firstSample, int samples) {
        int[] votes = LongStream.range(firstSample, firstSample + samples)
                .parallel()
                .mapToInt(sample -> vote(image, sigma, key, sample))
                .toArray();
        int[] perClass = new int[classes];
        int invalid = 0;
        for (int vote : votes) {
            if (vote == INVALID) {
                invalid++;
            } else {
                perClass[vote]++;
            }
        }
        return new VoteCounts(perClass, invalid);
    }

    private int vote(byte[] image, double sigma, NoiseKey key, long sample) {
        return largest(logits(image, sigma, key, sample));
    }

    /** {@return the logits of a sample, one for each class} */
    public int[] logits(byte[] image, double sigma, NoiseKey key, long sample) {
        short[] noise = new short[image.length];
        NoiseStream stream = GridNoise.of(sigma).stream(key);
        stream.fill(sample, noise);
        int[] noisy = new int[image.length];
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = Byte.toUnsignedInt(image[i]) + noise[i];
        }
        PixelImage pixels = new PixelImage(input.channels(), input.height(), input.width(), noisy);
        PixelImage seen = denoiser.map(network -> network.denoised(pixels, takesSigma ? (float) sigma : NOT_TOLD))
                .orElse(pixels);
        return classifier.logits(seen, NOT_TOLD);
    }

    private static int largest(int[] logits) {
        int winner = 0;
        boolean unique = true;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] >= logits[winner]) {
                unique = logits[i] > logits[winner];
                winner = i;
            }
        }
        return unique ? winner : INVALID;
    }
}
