/**
 * Randomized smoothing: the noise a frame is seen through, the plan that fixes how many votes are cast, the tally of those
 * votes, and the bound that turns them into a certificate.
 *
 * <p>Pure Java: no I/O, no tensors, no clock. The only source of randomness is the {@link
 * dev.steadfast.smoothing.noise.NoiseKey} the caller draws.
 *
 * <p>The method is Cohen, Rosenfeld and Kolter, <i>Certified Adversarial Robustness via Randomized Smoothing</i> (ICML
 * 2019), on the integer noise of Voracek and Hein, <i>Sound Randomized Smoothing in Floating-Point Arithmetics</i> (ICLR
 * 2023).
 */
@NullMarked
package dev.steadfast.smoothing;

import org.jspecify.annotations.NullMarked;
