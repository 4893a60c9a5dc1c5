package dev.steadfast.workers.voting;

import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.models.SampleView;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.util.List;

/**
 * What a worker asks for votes: a base classifier under noise. The same request gets the same votes, from this voter and from any
 * other of equal digest and backend; that is why a task that is delivered twice does no harm.
 *
 * <p>Used by one thread.
 */
public interface Voter extends AutoCloseable {

    /** In place of a precision: the one that is fastest here. */
    String AUTO = "auto";

    /** Name and version of the bundle that votes, for people. */
    String bundleName();

    /** The digest of the bundle that votes. */
    String bundleDigest();

    /** What besides the bundle determines the votes; see {@link NoisyVoter#backend()}. */
    String backend();

    /** Number of classes. */
    int classes();

    /** Samples of one forward pass: the unit in which voting costs time. At least 1. */
    int batch();

    /**
     * Votes.
     *
     * @return the counts of each request, in order
     * @throws IllegalArgumentException if a request can never be voted on; none has been then
     * @throws IllegalStateException if the voter is closed
     * @throws RuntimeException any other, if the model fails
     */
    List<VoteCounts> vote(List<VoteRequest> requests);

    /**
     * Votes on the samples of one request, and shows each as the model saw it; see {@link NoisyVoter#view}.
     *
     * @return one view for each sample, in order; their votes are those that {@link #vote} counts
     * @throws RuntimeException as {@link #vote}
     */
    List<SampleView> view(VoteRequest request);

    /** Waits for a vote under way, and frees the model. Closing twice does nothing more. */
    @Override
    void close();

    /**
     * Loads a bundle onto a device. The bundle may be closed afterwards.
     *
     * @param device {@code cpu}, {@code cuda:0} and so on, or {@code auto}
     * @param precision one of those that the bundle offers, or {@value #AUTO}: the one that is fastest here
     * @throws IllegalArgumentException if there is no such device here, or the bundle does not offer the precision
     * @throws dev.steadfast.models.ModelException if the bundle's networks are not what its manifest says
     */
    static Voter open(ModelBundle bundle, String device, String precision) {
        NoisyVoter voter = precision.equals(AUTO)
                ? NoisyVoter.fastest(bundle, device)
                : NoisyVoter.open(bundle.in(precision), device);
        return new BundleVoter(voter, bundle.manifest());
    }
}
