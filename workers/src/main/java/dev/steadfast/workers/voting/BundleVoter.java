package dev.steadfast.workers.voting;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.models.SampleView;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.util.List;

/** The voter of a model bundle. */
record BundleVoter(NoisyVoter model, BundleManifest manifest) implements Voter {

    @Override
    public String bundleName() {
        return manifest.name() + " " + manifest.version();
    }

    @Override
    public String bundleDigest() {
        return model.bundleDigest();
    }

    @Override
    public String backend() {
        return model.backend();
    }

    @Override
    public int classes() {
        return model.classes();
    }

    @Override
    public int batch() {
        return manifest.batch();
    }

    @Override
    public List<VoteCounts> vote(List<VoteRequest> requests) {
        return model.vote(requests);
    }

    @Override
    public List<SampleView> view(VoteRequest request) {
        return model.view(request);
    }

    @Override
    public void close() {
        model.close();
    }
}
