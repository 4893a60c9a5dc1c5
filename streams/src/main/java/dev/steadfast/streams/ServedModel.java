package dev.steadfast.streams;

import dev.steadfast.bundles.BundleManifest;

/**
 * The bundle that a deployment serves, as far as the topology knows it.
 *
 * @param manifest what the bundle says of itself
 * @param digest its identity, which every task asks for and every vote must carry
 */
public record ServedModel(BundleManifest manifest, String digest) {

    public ServedModel(BundleManifest manifest) {
        this(manifest, manifest.digest());
    }

    /** Name and version, for people. */
    public String name() {
        return manifest.name() + " " + manifest.version();
    }

    public int classes() {
        return manifest.classes().size();
    }
}
