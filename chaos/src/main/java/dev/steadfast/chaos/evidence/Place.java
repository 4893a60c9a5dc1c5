package dev.steadfast.chaos.evidence;

/** Where a record stands. */
public record Place(String topic, int partition, long offset) {

    @Override
    public String toString() {
        return "%s/%d@%d".formatted(topic, partition, offset);
    }
}
