package dev.steadfast.gateway;

import java.time.Instant;
import java.util.Optional;

/**
 * What became of one frame, ready to be sent.
 *
 * @param frameId the frame; empty for a rejected record that could not be read that far
 * @param cameraId the camera; empty where the rejected record does not tell
 * @param rejection whether the frame was rejected: then it is no prediction, and gives way to one of the same frame id
 * @param completedAt when it was made
 * @param json as clients get it, on one line
 */
record Answer(
        Optional<String> frameId, Optional<String> cameraId, boolean rejection, Instant completedAt, String json) {}
