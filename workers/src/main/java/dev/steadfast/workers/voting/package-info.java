/**
 * What becomes of a delivery: read, voted on with others at once, or in trouble, and then answered against every class,
 * given back or buried.
 */
@NullMarked
package dev.steadfast.workers.voting;

import org.jspecify.annotations.NullMarked;
