package dev.steadfast.streams.routing;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.schemas.TaskQueues;

/**
 * A bundle that a deployment serves, as far as the topology knows it.
 *
 * @param manifest what the bundle says of itself
 * @param digest its identity, which every task asks for and every vote must carry
 * @param queue the topic that its noise tasks go to; see {@link TaskQueues}
 */
public record ServedModel(BundleManifest manifest, String digest, String queue) {

    /** @throws IllegalArgumentException if there can be no such queue */
    public ServedModel {
        TaskQueues.topic(queue);
    }

    public ServedModel(BundleManifest manifest, String queue) {
        this(manifest, manifest.digest(), queue);
    }

    /** Name and version, for people. */
    public String name() {
        return manifest.name() + " " + manifest.version();
    }

    public int classes() {
        return manifest.classes().size();
    }
}
