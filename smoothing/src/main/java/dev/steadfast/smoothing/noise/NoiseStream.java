package dev.steadfast.smoothing.noise;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The noise of one frame: sample by sample, in any order, the same on every machine. {@link GridNoise} says how the draws are
 * made.
 *
 * <p>Threading notes: holds a cipher and its buffers, so it belongs to one thread. Made by {@link GridNoise#stream}.
 */
public final class NoiseStream {

    private static final VarHandle BIG_ENDIAN_LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Small enough to stay in the first-level cache, large enough to keep the cipher's inner loop busy. */
    private static final int CHUNK_DRAWS = 512;

    private static final byte[] ZEROS = new byte[CHUNK_DRAWS * Long.BYTES];

    private final Cipher cipher;
    private final Key key;
    private final NoiseTable table;
    private final byte[] initialCounter = new byte[16];
    private final byte[] bits = new byte[ZEROS.length];

    NoiseStream(NoiseKey key, NoiseTable table) {
        this.key = new SecretKeySpec(key.bytes(), "AES");
        this.table = table;
        try {
            this.cipher = Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no AES/CTR/NoPadding", e);
        }
    }

    /**
     * Fills {@code noise} with the draws of one sample, in grid steps of 1/255. Draw j depends on key, sigma, {@code
     * sampleIndex} and j alone: a shorter array gets the beginning of what a longer one gets.
     *
     * @param sampleIndex 0 or more
     * @param noise one element for each pixel and channel, in the order of the image tensor (channel, row, column); at most
     *     {@link GridNoise#MAX_DRAWS}
     * @throws IllegalArgumentException if the index is negative or the array too long
     */
    public void fill(long sampleIndex, short[] noise) {
        if (sampleIndex < 0) {
            throw new IllegalArgumentException("sampleIndex = " + sampleIndex + ": must not be negative");
        }
        if (noise.length > GridNoise.MAX_DRAWS) {
            throw new IllegalArgumentException(
                    "noise for " + noise.length + " values: an image may have at most " + GridNoise.MAX_DRAWS);
        }
        seek(sampleIndex);
        for (int from = 0; from < noise.length; from += CHUNK_DRAWS) {
            int draws = Math.min(CHUNK_DRAWS, noise.length - from);
            nextBits(draws * Long.BYTES);
            for (int i = 0; i < draws; i++) {
                noise[from + i] = (short) table.value((long) BIG_ENDIAN_LONGS.get(bits, i * Long.BYTES));
            }
        }
    }

    private void seek(long sampleIndex) {
        BIG_ENDIAN_LONGS.set(initialCounter, 0, sampleIndex);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(initialCounter));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime refuses 256-bit AES keys", e);
        }
    }

    private void nextBits(int length) {
        try {
            int written = cipher.update(ZEROS, 0, length, bits);
            if (written != length) {
                // A provider that buffers would leave the last chunk's bits in place: never draw from those.
                throw new IllegalStateException("the cipher gave " + written + " of " + length + " bytes");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the cipher failed", e);
        }
    }
}
