package dev.steadfast.models;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.PixelValues;
import dev.steadfast.smoothing.Limits;
import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Votes of a base classifier f under Gaussian noise. For every sample: noise is drawn on the 1/255 grid ({@link GridNoise}) and
 * added to the image; the denoiser, if there is one, and the classifier run in forward batches of the bundle's one fixed shape;
 * the row votes for the class of its largest logit. A row with a NaN, an infinity or a tie is invalid: it counts for no class.
 *
 * <p>A vote is a function of image, sigma, key and sample index. It depends neither on the other requests of a call, nor on how a
 * run of samples was split, nor on the process. This holds among voters of equal {@link #bundleDigest()} and equal {@link
 * #backend()}; votes of others are votes of another f and must never be counted together.
 *
 * <p>Threading notes: {@link #vote} and {@link #view} may be called from several threads at once; calls of several batches then share the
 * threads of this voter, which are as many as keep the device busy. {@link #close} waits for them. A JVM that ends, by exit or by signal, while a pass is under way
 * may crash in native code; an application therefore closes its voters in a {@linkplain Runtime#addShutdownHook shutdown hook}.
 *
 * <p>Memory: a pass's tensors are native, and freed when it ends. GPUs are supported by DJL, and {@code cuda:N} is wired
 * through, but Steadfast has not been run on one yet.
 */
public final class NoisyVoter implements AutoCloseable {
    private final BundleManifest manifest;
    private final String digest;
    private final String backend;
    private final BaseClassifier model;
    private final PassPool passes;

    // Votes hold the read lock, so that closing, under the write lock, waits for all of them.
    private final ReadWriteLock lifecycle = new ReentrantReadWriteLock();
    private final Queue<ForwardBatch> idleBatches = new ConcurrentLinkedQueue<>();
    private boolean closed;

    private NoisyVoter(String digest, ProvenClassifier proven, PassPool passes) {
        this.manifest = proven.manifest();
        this.digest = digest;
        this.model = proven.model();
        this.passes = passes;
        this.backend = proven.backend();
    }

    /**
     * Loads a bundle, in its own precision, onto a device and runs it on a known batch, to see that it does what its manifest says. The bundle may be
     * closed afterwards.
     *
     * @param bundle a bundle whose checksums were verified
     * @param device {@code cpu}, {@code cuda:0} and so on, or {@code auto}: the first GPU if there is one, else the CPU
     * @throws IllegalArgumentException if there is no such device here
     * @throws ModelException if a network cannot be loaded, fails, returns another shape than the manifest says, is not
     *     one fixed function of a single image, or takes images or a sigma for which there is no noise; or if networks of integers compute something
     *     else here than they are defined to
     */
    public static NoisyVoter open(ModelBundle bundle, String device) {
        ComputeDevice computeDevice = ComputeDevice.named(device);
        return open(bundle, computeDevice, PassPool.atOnceOn(computeDevice));
    }

    /**
     * As {@link #open(ModelBundle, String)}, in the precision that is fastest here of those that the bundle {@linkplain ModelBundle#offered() offers}; another than its own
     * only if that is well faster. What was chosen, and how much faster it is, is in the log, and in {@link #backend()}.
     *
     * @throws IllegalArgumentException as there
     * @throws ModelException as there, if it is so for every precision
     */
    public static NoisyVoter fastest(ModelBundle bundle, String device) {
        ComputeDevice computeDevice = ComputeDevice.named(device);
        checkInput(bundle.manifest());
        return new NoisyVoter(
                bundle.digest(),
                Precisions.fastest(bundle, computeDevice),
                new PassPool(PassPool.atOnceOn(computeDevice)));
    }

    /** @param passesAtOnce forward passes of a call that run side by side; changes no vote */
    static NoisyVoter open(ModelBundle bundle, ComputeDevice device, int passesAtOnce) {
        checkInput(bundle.manifest());
        return new NoisyVoter(bundle.digest(), ProvenClassifier.of(bundle, device), new PassPool(passesAtOnce));
    }

    private static void checkInput(BundleManifest manifest) {
        if (manifest.input().values() > GridNoise.MAX_DRAWS) {
            throw new ModelException(manifest.name() + ": input must have at most " + GridNoise.MAX_DRAWS
                    + " values, but is " + manifest.input());
        }
        if (manifest.sigma().min() < Limits.MIN_SIGMA || manifest.sigma().max() > Limits.MAX_SIGMA) {
            throw new ModelException(manifest.name() + ": sigma must lie within " + Limits.MIN_SIGMA + " to "
                    + Limits.MAX_SIGMA + ", but is " + manifest.sigma());
        }
        int mostImages = ForwardBatch.mostImages(manifest.input().values());
        if (manifest.batch() > mostImages) {
            throw new ModelException(manifest.name() + ": batch must be at most " + mostImages + " with an input of "
                    + manifest.input() + ", but is " + manifest.batch());
        }
    }

    /**
     * What fixes the bits of f beyond the weights: engine and version, kind and model of the device, precision, batch, and a
     * fingerprint of the logits that this device computed for a known batch. Two machines that differ in a library, a kernel
     * or a thread count in a way that shows in the results differ here. For a bundle of integer networks it is their arithmetic alone, which this device
     * was shown to compute: votes of any machine are votes of the same f. Text for comparing and for people, not for parsing.
     */
    public String backend() {
        return backend;
    }

    /** {@return the digest of the bundle that was opened} */
    public String bundleDigest() {
        return digest;
    }

    /** {@return the arithmetic inside the networks that vote} */
    public String precision() {
        return manifest.precision();
    }

    /** {@return the number of classes} */
    public int classes() {
        return manifest.classes().size();
    }

    /**
     * Votes. The samples of all requests are packed, in order, into as few forward batches as hold them; the last is padded, and
     * a padded row never counts. So a call for a multiple of {@link BundleManifest#batch()} samples wastes nothing. On a CPU the batches run side by
     * side, a core each.
     *
     * @param requests may be empty, and may differ in image, sigma and key
     * @return the counts of each request, in order; the counts and the invalid rows of a request add up to its samples
     * @throws IllegalArgumentException if an image is not of the bundle's input size or a sigma not in the bundle's range; no
     *     request has been voted on then
     * @throws IllegalStateException if this voter is closed
     * @throws ModelException if a network fails
     */
    public List<VoteCounts> vote(List<VoteRequest> requests) {
        requests.forEach(this::check);
        return whileOpen(() -> cast(requests));
    }

    /**
     * Votes on the samples of a request and shows each as the networks saw it. The votes are those that {@link #vote} counts; a call
     * takes as many forward batches as it would take there.
     *
     * @return one view for each sample, in order; {@code 2 * samples * image} bytes
     * @throws IllegalArgumentException as {@link #vote}
     * @throws IllegalStateException if this voter is closed
     * @throws ModelException if a network fails
     */
    public List<SampleView> view(VoteRequest request) {
        check(request);
        return whileOpen(() ->
                withBatch(batch -> new ViewRun(model, batch, manifest.input().values()).of(request)));
    }

    /**
     * Answers to images without noise, in the way in which the networks' makers measured them.
     *
     * @param images any number, of the bundle's input size; a denoiser that takes sigma is told the least that it was made for
     * @param values what to give the classifier of pixels, whatever the manifest says
     * @return the class of each, in order; -1 where the logits name none
     * @throws IllegalArgumentException if an image is not of the bundle's input size
     * @throws IllegalStateException if this voter is closed
     * @throws ModelException if a network fails
     */
    public int[] cleanAnswers(List<byte[]> images, PixelValues values) {
        images.forEach(this::checkSize);
        int batch = manifest.batch();
        List<List<byte[]>> parts = IntStream.iterate(0, from -> from < images.size(), from -> from + batch)
                .mapToObj(from -> images.subList(from, Math.min(images.size(), from + batch)))
                .toList();
        ValueSteps steps = new ValueSteps(values);
        return whileOpen(() -> passes.run(parts, part -> withBatch(pass -> cleanAnswers(part, steps, pass)))).stream()
                .flatMapToInt(Arrays::stream)
                .toArray();
    }

    private int[] cleanAnswers(List<byte[]> images, ValueSteps steps, ForwardBatch batch) {
        short[] noNoise = new short[manifest.input().values()];
        images.forEach(image -> batch.add(image, noNoise, manifest.sigma().min()));
        Logits logits = model.logits(batch, steps);
        return IntStream.range(0, images.size()).map(logits::vote).toArray();
    }

    /** Not for the threads of {@link #passes}: a lock that somebody waits to write is not given to another reader. */
    private <T> T whileOpen(Supplier<T> work) {
        lifecycle.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("this voter is closed");
            }
            return work.get();
        } finally {
            lifecycle.readLock().unlock();
        }
    }

    private List<VoteCounts> cast(List<VoteRequest> requests) {
        List<Pass> packed = Pass.pack(requests, manifest.batch());
        List<int[]> votes = passes.run(packed, pass -> withBatch(batch -> pass.votes(model, batch)));
        List<Ballot> ballots =
                requests.stream().map(request -> new Ballot(classes())).toList();
        for (int i = 0; i < packed.size(); i++) {
            packed.get(i).count(votes.get(i), ballots);
        }
        return ballots.stream().map(Ballot::counts).toList();
    }

    private <T> T withBatch(Function<ForwardBatch, T> pass) {
        ForwardBatch idle = idleBatches.poll();
        ForwardBatch batch = idle != null
                ? idle
                : new ForwardBatch(manifest.batch(), manifest.input().values());
        T result = pass.apply(batch);
        // An idle batch is empty. Not in a finally: after a failure the batch is left to the garbage collector, half
        // full as it is.
        batch.clear();
        idleBatches.add(batch);
        return result;
    }

    private void checkSize(byte[] image) {
        int values = manifest.input().values();
        if (image.length != values) {
            throw new IllegalArgumentException("image must have " + values + " values, those of " + manifest.input()
                    + ", but has " + image.length);
        }
    }

    private void check(VoteRequest request) {
        checkSize(request.image());
        if (!manifest.sigma().contains(request.sigma())) {
            throw new IllegalArgumentException(
                    "sigma must be " + manifest.sigma().min() + " to "
                            + manifest.sigma().max() + ", the range that " + manifest.name() + " was made for, but is "
                            + request.sigma());
        }
    }

    /** Waits for the votes under way, then frees the networks. Later votes are refused. Closing twice does nothing more. */
    @Override
    public void close() {
        lifecycle.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                idleBatches.clear();
                passes.close();
                model.close();
            }
        } finally {
            lifecycle.writeLock().unlock();
        }
    }
}
