package dev.steadfast.streams.certification;

import dev.steadfast.avro.AcceptedFrame;
import java.util.Optional;

/**
 * An accepted frame, read from its topic, and so committed.
 *
 * @param partition where it stands in accepted-frames
 * @param offset where it stands in that partition
 * @param traceParent the W3C trace context that it came with
 */
public record CommittedFrame(AcceptedFrame frame, int partition, long offset, Optional<String> traceParent) {}
