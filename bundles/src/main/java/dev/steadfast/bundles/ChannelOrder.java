package dev.steadfast.bundles;

import java.util.Locale;

/** In which order a classifier takes the colours. */
public enum ChannelOrder {
    /** Red, green, blue. */
    RGB,

    /** Blue, green, red. */
    BGR;

    /**
     * Finds an order by its name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ChannelOrder of(String name) {
        for (ChannelOrder order : values()) {
            if (order.toString().equals(name)) {
                return order;
            }
        }
        throw new IllegalArgumentException("channels must be rgb or bgr, but is \"" + name + "\"");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
