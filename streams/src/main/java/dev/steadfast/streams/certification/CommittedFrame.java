package dev.steadfast.streams.certification;

import dev.steadfast.avro.AcceptedFrame;

/**
 * An accepted frame, read from its topic, and so committed.
 *
 * @param partition where it stands in accepted-frames
 * @param offset where it stands in that partition
 */
public record CommittedFrame(AcceptedFrame frame, int partition, long offset) {}
