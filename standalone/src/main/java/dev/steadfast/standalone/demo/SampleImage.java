package dev.steadfast.standalone.demo;

/**
 * One image of the CIFAR-10 test set.
 *
 * @param testIndex its place in the test set, from 0
 * @param label its class, from 0 to 9, as the bundle {@code cifar10} numbers them
 * @param className that class's name
 * @param png the image, 32 x 32 pixels
 */
@SuppressWarnings("ArrayRecordComponent") // made once, handed on, never compared
public record SampleImage(int testIndex, int label, String className, byte[] png) {}
