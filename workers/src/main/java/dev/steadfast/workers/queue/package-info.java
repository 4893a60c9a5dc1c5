/** Deliveries of noise tasks, and how each is settled: the worker's Kafka clients. Nothing here knows what a vote is made of. */
@NullMarked
package dev.steadfast.workers.queue;

import org.jspecify.annotations.NullMarked;
