package dev.steadfast.workers;

import dev.steadfast.models.SampleView;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.workers.voting.Voter;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * A voter whose votes are known beforehand: sample i is for class i modulo 3, and each tenth is invalid. Before each request of a call
 * it does what the test wants: throw, or wait.
 */
public final class FakeVoter implements Voter {

    public static final String NAME = "fake 1.0.0";
    public static final String DIGEST = "d".repeat(64);
    public static final String BACKEND = "fake";
    public static final int CLASSES = 3;
    public static final int IMAGE_BYTES = 12;

    /** The requests of each call, as they came. */
    public final List<List<VoteRequest>> calls = new CopyOnWriteArrayList<>();

    /** What was to be shown. */
    public final List<VoteRequest> views = new CopyOnWriteArrayList<>();

    private final String digest;
    private final Consumer<VoteRequest> before;
    private final int batch;
    private volatile boolean closed;

    public FakeVoter() {
        this(request -> {});
    }

    public FakeVoter(Consumer<VoteRequest> before) {
        this(before, 1000);
    }

    public FakeVoter(Consumer<VoteRequest> before, int batch) {
        this(DIGEST, before, batch);
    }

    private FakeVoter(String digest, Consumer<VoteRequest> before, int batch) {
        this.digest = digest;
        this.before = before;
        this.batch = batch;
    }

    /** A voter of another bundle than {@link #DIGEST}. */
    public static FakeVoter ofBundle(String digest) {
        return new FakeVoter(digest, request -> {}, 1000);
    }

    public static VoteCounts votesOf(long firstSample, int samples) {
        int[] perClass = new int[CLASSES];
        int invalid = 0;
        for (long sample = firstSample; sample < firstSample + samples; sample++) {
            if (sample % 10 == 9) {
                invalid++;
            } else {
                perClass[(int) (sample % CLASSES)]++;
            }
        }
        return new VoteCounts(perClass, invalid);
    }

    @Override
    public String bundleName() {
        return NAME;
    }

    @Override
    public String bundleDigest() {
        return digest;
    }

    @Override
    public String backend() {
        return BACKEND;
    }

    @Override
    public int classes() {
        return CLASSES;
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public List<VoteCounts> vote(List<VoteRequest> requests) {
        calls.add(requests);
        for (VoteRequest request : requests) {
            if (request.image().length != IMAGE_BYTES) {
                throw new IllegalArgumentException("image must have " + IMAGE_BYTES + " values");
            }
        }
        requests.forEach(before);
        return requests.stream()
                .map(request -> votesOf(request.firstSample(), request.samples()))
                .toList();
    }

    /** Each sample black with noise, grey without, and its vote. */
    @Override
    public List<SampleView> view(VoteRequest request) {
        views.add(request);
        before.accept(request);
        return LongStream.range(request.firstSample(), request.firstSample() + request.samples())
                .mapToObj(FakeVoter::viewOf)
                .toList();
    }

    private static SampleView viewOf(long sample) {
        byte[] denoised = new byte[IMAGE_BYTES];
        Arrays.fill(denoised, (byte) 128);
        OptionalInt vote = sample % 10 == 9 ? OptionalInt.empty() : OptionalInt.of((int) (sample % CLASSES));
        return new SampleView(sample, new byte[IMAGE_BYTES], denoised, vote);
    }

    @Override
    public void close() {
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }
}
