package dev.steadfast.streams.reconciliation;

import java.time.Instant;
import java.util.Optional;

/**
 * An answer that everybody can read.
 *
 * @param partition of the frames topic that its frame was taken from
 * @param offset in that partition
 * @param settled the frame's id where that counts as answered with it: of predictions, and of frames that were rejected since their answer was lost. Another
 *     rejected frame may come again, with the same id
 * @param at when it was made
 */
record Answer(int partition, long offset, Optional<String> settled, Instant at) {}
