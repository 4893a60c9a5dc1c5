package dev.steadfast.quantisation;

/**
 * What an operation's integers are off by, all that came before included.
 *
 * @param place in the network
 * @param exponent of its integers
 * @param error mean squared difference to floating point
 * @param power mean square in floating point
 */
public record LayerLoss(String place, int exponent, double error, double power) {

    /** {@return signal to noise, in decibel} */
    public double decibel() {
        return 10 * Math.log10(power / error);
    }
}
