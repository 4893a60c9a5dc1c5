package dev.steadfast.chaos.evidence;

/**
 * A noise task as the topology sent it.
 *
 * @param place where it stands
 * @param noiseKey in hexadecimal digits
 */
public record TaskRecord(Place place, String frameId, String noiseKey, int taskIndex, long firstSample, int samples) {}
