package dev.steadfast.workers;

import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.VoteCounts;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A voter whose votes are known beforehand: sample i is for class i modulo 3, and each tenth is invalid. Before each request of a call
 * it does what the test wants: throw, or wait.
 */
final class FakeVoter implements Voter {

    static final String DIGEST = "d".repeat(64);
    static final String BACKEND = "fake";
    static final int CLASSES = 3;
    static final int IMAGE_BYTES = 12;

    /** The requests of each call, as they came. */
    final List<List<VoteRequest>> calls = new CopyOnWriteArrayList<>();

    private final String digest;
    private final Consumer<VoteRequest> before;
    private final int batch;
    private volatile boolean closed;

    FakeVoter() {
        this(request -> {});
    }

    FakeVoter(Consumer<VoteRequest> before) {
        this(before, 1000);
    }

    FakeVoter(Consumer<VoteRequest> before, int batch) {
        this(DIGEST, before, batch);
    }

    private FakeVoter(String digest, Consumer<VoteRequest> before, int batch) {
        this.digest = digest;
        this.before = before;
        this.batch = batch;
    }

    /** A voter of another bundle than {@link #DIGEST}. */
    static FakeVoter ofBundle(String digest) {
        return new FakeVoter(digest, request -> {}, 1000);
    }

    static VoteCounts votesOf(long firstSample, int samples) {
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

    @Override
    public void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }
}
