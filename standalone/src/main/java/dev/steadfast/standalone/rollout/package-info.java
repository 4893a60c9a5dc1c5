/**
 * Compares a bundle on trial with the one that answers, frame by frame. The frames are those that the topology
 * had both vote on.
 */
@NullMarked
package dev.steadfast.standalone.rollout;

import org.jspecify.annotations.NullMarked;
