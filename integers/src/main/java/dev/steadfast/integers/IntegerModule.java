package dev.steadfast.integers;

import dev.steadfast.bundles.TorchScriptArchive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;

/** The TorchScript file of an integer network, read without PyTorch: one tensor of words, and one of weights. */
public final class IntegerModule {
    private static final String WORDS = "Int";
    private static final String WEIGHTS = "Char";

    private IntegerModule() {}

    /** {@return whether a TorchScript file holds integers as an integer network does}
     *
     * @throws IOException if it is no TorchScript file, or cannot be read
     */
    public static boolean isAt(Path file) throws IOException {
        Map<String, Long> values = TorchScriptArchive.values(file);
        return values.containsKey(WORDS) && values.containsKey(WEIGHTS) && values.size() == 2;
    }

    /**
     * Reads the network.
     *
     * @throws IOException if it is no TorchScript file, or cannot be read
     * @throws IntegerNetworkException if it holds another network, or one that breaks a rule
     */
    public static IntegerNetwork read(Path file) throws IOException {
        if (!isAt(file)) {
            throw new IntegerNetworkException(file
                    + " must hold an integer network, one tensor of 32-bit words and one of 8-bit weights, but holds "
                    + TorchScriptArchive.values(file));
        }
        ByteBuffer bytes =
                ByteBuffer.wrap(TorchScriptArchive.storage(file, WORDS)).order(ByteOrder.LITTLE_ENDIAN);
        int[] words = new int[bytes.remaining() / Integer.BYTES];
        bytes.asIntBuffer().get(words);
        try {
            return new Program(words, TorchScriptArchive.storage(file, WEIGHTS)).network();
        } catch (IntegerNetworkException e) {
            throw new IntegerNetworkException(file + ": " + e.getMessage(), e);
        }
    }
}
