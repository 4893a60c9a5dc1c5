package dev.steadfast.gateway.inference;

import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import java.nio.ByteBuffer;

/** Datatypes in which pixels come: how a value becomes a level, 0 to 255, and in which order values are. */
enum PixelFormat {
    /** Levels, red, green and blue of each pixel together. */
    UINT8(Byte.BYTES, false) {
        @Override
        double next(ByteBuffer data) {
            return Byte.toUnsignedInt(data.get());
        }

        @Override
        int level(double value) {
            return value >= 0 && value <= LEVELS && value == Math.rint(value) ? (int) value : NONE;
        }

        @Override
        ProblemException refused(String value) {
            return Problem.of(422, "a UINT8 value must be a whole number from 0 to 255, was " + value)
                    .exception();
        }
    },

    /** Multiples of 1/255 from 0 to 1, one plane for each channel. */
    FP32(Float.BYTES, true) {
        @Override
        double next(ByteBuffer data) {
            return data.getFloat();
        }
    },

    /** The same. */
    FP64(Double.BYTES, true) {
        @Override
        double next(ByteBuffer data) {
            return data.getDouble();
        }
    };

    /** No level. */
    static final int NONE = -1;

    private static final double LEVELS = 255;

    /** How far from a multiple of 1/255 a value may be: what rounding to 32 bits does to it, and no more. */
    private static final double GRID_TOLERANCE = 1e-4;

    private final int bytes;
    private final boolean planes;

    PixelFormat(int bytes, boolean planes) {
        this.bytes = bytes;
        this.planes = planes;
    }

    /** Bytes of a value. */
    int bytes() {
        return bytes;
    }

    /** Whether the tensor is channel first. */
    boolean planes() {
        return planes;
    }

    /** Reads a value out of binary data. */
    abstract double next(ByteBuffer data);

    /** The level of a value, or {@link #NONE}. */
    int level(double value) {
        double level = value * LEVELS;
        double rounded = Math.rint(level);
        return rounded >= 0 && rounded <= LEVELS && Math.abs(level - rounded) <= GRID_TOLERANCE * LEVELS
                ? (int) rounded
                : NONE;
    }

    /** What is answered to a value that has no level. */
    ProblemException refused(String value) {
        return Problem.of(
                        422,
                        "a value must be a multiple of 1/255 from 0 to 1, was %s: the radius speaks of images of 8 bits;"
                                        .formatted(value)
                                + " round them, without mean and deviation of a model's own taken off")
                .exception();
    }
}
