/**
 * Frames in: takes images from files and cameras to the topic of frames, and waits for their answers where that
 * is asked for. How images come out of a source is in {@code camera}.
 */
@NullMarked
package dev.steadfast.standalone.publish;

import org.jspecify.annotations.NullMarked;
