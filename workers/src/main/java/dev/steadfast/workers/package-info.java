/** The vote worker: takes noise tasks from the queue, votes, publishes, acknowledges. */
@NullMarked
package dev.steadfast.workers;

import org.jspecify.annotations.NullMarked;
