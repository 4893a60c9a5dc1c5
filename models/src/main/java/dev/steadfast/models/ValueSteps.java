package dev.steadfast.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.steadfast.bundles.ChannelOrder;
import dev.steadfast.bundles.PixelValues;

/**
 * What a bundle's preprocessing does to pixel values, in front of its classifier: one multiplication and one addition, each rounded to {@code
 * float32}. Gradients flow through it. Immutable; safe for use by several threads.
 */
public final class ValueSteps {
    private static final int CHANNELS = 3;
    private static final Shape PER_CHANNEL = new Shape(1, CHANNELS, 1, 1);

    private final boolean nothing;
    private final boolean blueFirst;
    private final float[] factors = new float[CHANNELS];
    private final float[] summands = new float[CHANNELS];

    public ValueSteps(PixelValues values) {
        this.nothing = values.equals(PixelValues.AS_THEY_ARE);
        this.blueFirst = values.channels() == ChannelOrder.BGR;
        for (int channel = 0; channel < CHANNELS; channel++) {
            factors[channel] = (float) values.factor(channel);
            summands[channel] = (float) values.summand(channel);
        }
    }

    /**
     * Makes what the classifier is given.
     *
     * @param images {@code float32 [batch, 3, height, width]}, red first, on the [0, 1] scale but not clipped; left as they are
     * @return others of the same shape, which belong to the same manager; or the same, if nothing is to be done
     */
    public NDArray apply(NDArray images) {
        if (nothing) {
            return images;
        }
        NDArray ordered = blueFirst ? images.flip(1) : images;
        return ordered.mul(perChannel(images, factors)).add(perChannel(images, summands));
    }

    private static NDArray perChannel(NDArray images, float[] values) {
        return images.getManager().create(values, PER_CHANNEL);
    }
}
