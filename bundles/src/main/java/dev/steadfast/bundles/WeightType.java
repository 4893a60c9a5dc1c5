package dev.steadfast.bundles;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The types in which checkpoints hold weights; each becomes {@code float32}, of the same value but for the last bits of {@code float64}. */
enum WeightType {
    FLOAT32("Float", "F32", Float.BYTES),
    FLOAT64("Double", "F64", Double.BYTES),
    FLOAT16("Half", "F16", Short.BYTES),
    BFLOAT16("BFloat16", "BF16", Short.BYTES);

    private static final int HALF_FRACTION = 10;
    private static final int FLOAT_FRACTION = 23;

    private final String inPyTorch;
    private final String inSafetensors;
    private final int width;

    WeightType(String inPyTorch, String inSafetensors, int width) {
        this.inPyTorch = inPyTorch;
        this.inSafetensors = inSafetensors;
        this.width = width;
    }

    /** {@return the type of a name, as PyTorch or safetensors calls it; empty for types that hold no weights} */
    static Optional<WeightType> named(String name) {
        for (WeightType type : values()) {
            if (type.inPyTorch.equals(name) || type.inSafetensors.equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** {@return bytes of a value} */
    int width() {
        return width;
    }

    /** {@return the values as {@code float32}; both little-endian} */
    byte[] asFloats(byte[] values) {
        if (this == FLOAT32) {
            return values;
        }
        ByteBuffer in = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out =
                ByteBuffer.allocate(values.length / width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            switch (this) {
                case FLOAT32 -> out.putFloat(in.getFloat());
                case FLOAT64 -> out.putFloat((float) in.getDouble());
                case FLOAT16 -> out.putFloat(ofHalf(in.getShort()));
                case BFLOAT16 -> out.putInt(in.getShort() << Short.SIZE);
            }
        }
        return out.array();
    }

    /** IEEE 754 binary16: a sign, 5 bits of exponent with a bias of 15, 10 of the fraction. */
    private static float ofHalf(short bits) {
        int exponent = (bits >> HALF_FRACTION) & 0x1f;
        int fraction = bits & 0x3ff;
        float size;
        if (exponent == 0x1f) {
            size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            size = Math.scalb((float) fraction, -24);
        } else {
            size = Float.intBitsToFloat(
                    ((exponent - 15 + 127) << FLOAT_FRACTION) | (fraction << (FLOAT_FRACTION - HALF_FRACTION)));
        }
        return bits < 0 ? -size : size;
    }
}
