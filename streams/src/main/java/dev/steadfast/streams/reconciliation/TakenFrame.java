package dev.steadfast.streams.reconciliation;

import java.util.Optional;

/**
 * A record of the frames topic that was taken, as far as it can be read.
 *
 * @param id the frame's id; empty where the record has none that can be used
 * @param camera the camera's id, or the record's key where it has none that can be used; empty if that is missing too
 * @param contentSha256 what makes another record with this id the same frame; empty without an id
 */
record TakenFrame(int partition, long offset, Optional<String> id, String camera, String contentSha256) {}
