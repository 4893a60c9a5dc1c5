/**
 * Answers out: reads predictions and rejections from their topics, and prints a line for each. Others that read
 * answers use the same feed.
 */
@NullMarked
package dev.steadfast.standalone.watch;

import org.jspecify.annotations.NullMarked;
