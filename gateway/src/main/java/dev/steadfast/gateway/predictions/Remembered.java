package dev.steadfast.gateway.predictions;

/**
 * An answer, and when it came to this gateway.
 *
 * @param answer the answer
 * @param arrival how many came before it
 * @param position how far this gateway had come with it, as text: the id of its live event
 */
record Remembered(Answer answer, long arrival, String position) {}
