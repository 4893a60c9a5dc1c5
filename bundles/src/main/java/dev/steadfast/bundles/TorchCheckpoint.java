package dev.steadfast.bundles;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A state dict as {@code torch.save} writes it since PyTorch 1.6: a zip archive of a pickle and a record for each storage. */
final class TorchCheckpoint {
    private static final int MOST_PICKLE_BYTES = 4 << 20;
    private static final String PICKLE = "/" + TorchScriptArchive.PICKLE;

    private final Path path;
    private final ZipFile zip;
    private final String folder;

    private TorchCheckpoint(Path path, ZipFile zip, String folder) {
        this.path = path;
        this.zip = zip;
        this.folder = folder;
    }

    /**
     * Reads the pickle of a file.
     *
     * @param zip the tensors' values are read from it later
     * @return the state dict, with the file's tensors by name
     * @throws IOException if it cannot be read, or holds anything but tensors
     */
    static StateDict read(Path path, ZipFile zip) throws IOException {
        List<String> pickles = Collections.list(zip.entries()).stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(PICKLE))
                .toList();
        if (pickles.size() != 1) {
            throw new IOException(path + " must be a state dict, but is " + NetworkFileKind.of(path));
        }
        String folder = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length() + 1);
        if (zip.getEntry(folder + "constants.pkl") != null) {
            throw new IOException(path + " is TorchScript, whose architecture is in it: leave --architecture out");
        }
        TorchCheckpoint checkpoint = new TorchCheckpoint(path, zip, folder);
        checkpoint.requireLittleEndian();
        return checkpoint.tensors(TensorMap.of(StoragePickle.read(checkpoint.record("data.pkl", MOST_PICKLE_BYTES))));
    }

    private void requireLittleEndian() throws IOException {
        if (zip.getEntry(folder + "byteorder") != null) {
            String order = new String(record("byteorder", Long.BYTES), StandardCharsets.UTF_8);
            if (!order.equals("little")) {
                throw new IOException("must be of little-endian byte order, but is of " + order);
            }
        }
    }

    private StateDict tensors(TensorMap map) throws IOException {
        Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, StoredTensor> entry : map.tensors().entrySet()) {
            StoredTensor tensor = entry.getValue();
            tensors.put(
                    entry.getKey(),
                    new CheckpointTensor(tensor.storage().type(), tensor.sizes(), () -> values(tensor)));
        }
        return new StateDict(path, tensors, map.place());
    }

    private byte[] values(StoredTensor tensor) throws IOException {
        return StoredValues.of(
                tensor, length -> record("data/" + tensor.storage().key(), length));
    }

    private byte[] record(String name, int most) throws IOException {
        ZipEntry entry = zip.getEntry(folder + name);
        if (entry == null) {
            throw new IOException(path + " must have a record " + name + ", but has none");
        }
        if (entry.getMethod() != ZipEntry.STORED) { // so that none takes more memory than the file is long
            throw new IOException(
                    "%s: %s must be stored as it is, as torch.save does it, but is compressed".formatted(path, name));
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new IOException("%s: %s must have at most %d bytes, but has more".formatted(path, name, most));
            }
            return bytes;
        }
    }
}
