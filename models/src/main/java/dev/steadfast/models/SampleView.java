package dev.steadfast.models;

import java.util.OptionalInt;

/**
 * One sample of a {@link VoteRequest} as the networks saw it. The images are for looking at: {@code uint8} values of the request's shape, flat and
 * channel-first, clipped to 0 to 255, where the networks get and give values beyond.
 *
 * @param sample index of the sample
 * @param noisy the image with the sample's noise
 * @param denoised what the denoiser made of it, rounded, black where that is no number; the same as {@code noisy} for a bundle without
 *     denoiser
 * @param vote the class that the sample votes for; empty if it is invalid
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record SampleView(long sample, byte[] noisy, byte[] denoised, OptionalInt vote) {}
