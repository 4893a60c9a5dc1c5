package dev.steadfast.chaos.evidence;

/**
 * A record of the topic {@code frames}.
 *
 * @param place where it stands
 * @param frameId the id in it
 * @param content the same for records that are equal, and for no others
 */
public record FrameRecord(Place place, String frameId, String content) {}
