package dev.steadfast.streams.transactions;

/**
 * Where a partition ends.
 *
 * @param stable for readers of committed records: the first offset of a transaction that is open, or else the end
 * @param end for all others
 */
record PartitionEnds(long stable, long end) {

    boolean open() {
        return stable < end;
    }
}
