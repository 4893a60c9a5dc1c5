package dev.steadfast.standalone.bundle;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.standalone.command.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How often two bundles vote for the same class, one sample of each image, under the least and the most of their noise in turn. */
final class AlikeVotes {

    private AlikeVotes() {}

    /**
     * Votes with both, on the CPU.
     *
     * @param made another bundle's folder; of the same classes and input
     * @param resources closes a voter if the process is told to stop
     * @return the part of the images, 0 to 1
     */
    static double part(ModelBundle bundle, Path made, List<byte[]> images, Resources resources) {
        List<VoteRequest> requests = requests(bundle.manifest(), images);
        List<VoteCounts> before = votes(bundle, requests, resources);
        try (ModelBundle opened = ModelBundle.open(made)) {
            List<VoteCounts> after = votes(opened, requests, resources);
            int alike = 0;
            for (int i = 0; i < before.size(); i++) {
                alike += before.get(i).equals(after.get(i)) ? 1 : 0;
            }
            return (double) alike / before.size();
        }
    }

    private static List<VoteCounts> votes(ModelBundle bundle, List<VoteRequest> requests, Resources resources) {
        try (NoisyVoter voter = resources.start(() -> NoisyVoter.open(bundle, "cpu"))) {
            return voter.vote(requests);
        }
    }

    private static List<VoteRequest> requests(BundleManifest manifest, List<byte[]> images) {
        NoiseKey key = NoiseKey.of(new byte[NoiseKey.BYTES]);
        List<VoteRequest> requests = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            double sigma =
                    i % 2 == 0 ? manifest.sigma().min() : manifest.sigma().max();
            requests.add(new VoteRequest(images.get(i), sigma, key, i, 1));
        }
        return requests;
    }
}
