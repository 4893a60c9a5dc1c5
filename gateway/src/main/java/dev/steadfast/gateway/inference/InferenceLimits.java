package dev.steadfast.gateway.inference;

/**
 * Bounds of the images of an inference.
 *
 * @param maxImages how many there may be
 * @param maxImageBytes the most that one may have, encoded or as pixels
 */
record InferenceLimits(int maxImages, int maxImageBytes) {}
