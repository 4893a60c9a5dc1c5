package dev.steadfast.bundles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A state dict as {@code torch.save} wrote it before PyTorch 1.6: five pickles, a magic number, a version, the machine, the tensors and the keys of
 * their storages, and then each storage, its values behind how many they are.
 */
final class OldTorchCheckpoint {
    private static final long VERSION = 1001;
    private static final int MOST_PICKLE_BYTES = 4 << 20;

    /** The first pickle: a number of ten bytes. */
    static final byte[] MAGIC = {
        (byte) 0x80,
        2,
        (byte) 0x8a,
        10,
        0x6c,
        (byte) 0xfc,
        (byte) 0x9c,
        0x46,
        (byte) 0xf9,
        0x20,
        0x6a,
        (byte) 0xa8,
        0x50,
        0x19,
        '.'
    };

    private final FileChannel file;
    private final Map<String, Long> places = new HashMap<>();

    private OldTorchCheckpoint(FileChannel file) {
        this.file = file;
    }

    /**
     * Reads the pickles of a file.
     *
     * @param channel the tensors' values are read from it later
     * @return the state dict
     * @throws IOException if it cannot be read, or holds anything but tensors
     */
    static StateDict read(Path path, FileChannel channel) throws IOException {
        OldTorchCheckpoint checkpoint = new OldTorchCheckpoint(channel);
        byte[] start = checkpoint
                .bytes(0, (int) Math.min(MOST_PICKLE_BYTES, channel.size()))
                .array();
        StoragePickle version = StoragePickle.read(start, MAGIC.length);
        if (!version.root().equals(VERSION)) {
            throw new IOException("must be of version %d, but is of %s"
                    .formatted(VERSION, version.root() instanceof Long other ? other : "none"));
        }
        StoragePickle machine = StoragePickle.read(start, version.end());
        if (!(machine.root() instanceof Map<?, ?> told) || !Boolean.TRUE.equals(told.get("little_endian"))) {
            throw new IOException("must be of little-endian byte order, but is not");
        }
        StoragePickle pickle = StoragePickle.read(start, machine.end());
        TensorMap map = TensorMap.of(pickle);
        StoragePickle keys = StoragePickle.read(start, pickle.end());
        checkpoint.place(keys, pickle);
        Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
        map.tensors()
                .forEach((name, tensor) -> tensors.put(
                        name,
                        new CheckpointTensor(
                                tensor.storage().type(), tensor.sizes(), () -> checkpoint.values(tensor))));
        return new StateDict(path, tensors, map.place());
    }

    /** Finds where each storage begins. Those behind a storage whose values have an unknown size are not looked for. */
    private void place(StoragePickle keys, StoragePickle pickle) throws IOException {
        Map<String, TensorStorage> storages = new HashMap<>();
        pickle.storages().forEach(storage -> storages.put(storage.key(), storage));
        long at = keys.end();
        for (Object key : keys.root() instanceof List<?> list ? list : List.of()) {
            TensorStorage storage = key instanceof String name ? storages.get(name) : null;
            if (storage == null) {
                throw new IOException("must name storages that its tensors have, but names "
                        + (key instanceof String name ? name : "something else"));
            }
            long values = bytes(at, Long.BYTES).getLong();
            long width = width(storage.type());
            if (values != storage.values() || values < 0 || values > (file.size() - at) / width) {
                throw new IOException("must have %d values in storage %s, but has %d, or ends before them"
                        .formatted(storage.values(), key, values));
            }
            places.put(storage.key(), at + Long.BYTES);
            at += Long.BYTES + values * width;
        }
    }

    private static long width(String type) throws IOException {
        return switch (type) {
            case "Double", "Long", "ComplexFloat" -> 8;
            case "Float", "Int" -> 4;
            case "Half", "BFloat16", "Short" -> 2;
            case "Byte", "Char", "Bool" -> 1;
            default -> throw new IOException("has values of type " + type);
        };
    }

    private byte[] values(StoredTensor tensor) throws IOException {
        Long place = places.get(tensor.storage().key());
        if (place == null) {
            throw new IOException("must have storage " + tensor.storage().key() + ", but has not");
        }
        return StoredValues.of(tensor, length -> bytes(place, length).array());
    }

    private ByteBuffer bytes(long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("ends before byte " + (from + length));
            }
        }
        return bytes.flip();
    }
}
