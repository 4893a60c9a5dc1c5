package dev.steadfast.images.formats;

import java.util.Optional;

/**
 * The pixels of an encoded image, as they are stored.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param rgb rows of pixels of 3 bytes, red first
 * @param orientation how EXIF data of the image say it is to be turned
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record Decoded(int width, int height, byte[] rgb, Optional<Orientation> orientation) {}
