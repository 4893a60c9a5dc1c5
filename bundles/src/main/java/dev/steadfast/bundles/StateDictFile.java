package dev.steadfast.bundles;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A file with a state dict: safetensors, or as {@code torch.save} writes it, in its present form or the one before PyTorch 1.6. Nothing in it is run, and
 * what is no tensor is refused. It stays open for its tensors' values.
 */
final class StateDictFile implements Closeable {
    private static final int SAFETENSORS_HEADER = 8;
    private static final int LOOKED_AT = 16;

    private final Closeable file;
    private final StateDict weights;

    private StateDictFile(Closeable file, StateDict weights) {
        this.file = file;
        this.weights = weights;
    }

    /**
     * Opens a file.
     *
     * @throws IOException if it cannot be read, is of another kind, damaged, or holds anything but tensors; the message names it
     */
    static StateDictFile open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw notOne(path);
        }
        byte[] start;
        try (var in = Files.newInputStream(path)) {
            start = in.readNBytes(LOOKED_AT);
        }
        if (start.length > 3 && start[0] == 'P' && start[1] == 'K') {
            ZipFile zip;
            try {
                zip = new ZipFile(path.toFile());
            } catch (ZipException e) {
                throw new IOException(path + " is a damaged or truncated archive: " + e.getMessage(), e);
            }
            return opened(path, zip, () -> TorchCheckpoint.read(path, zip));
        }
        boolean old = Arrays.equals(
                start,
                0,
                Math.min(start.length, OldTorchCheckpoint.MAGIC.length),
                OldTorchCheckpoint.MAGIC,
                0,
                OldTorchCheckpoint.MAGIC.length);
        boolean safetensors = start.length > SAFETENSORS_HEADER && start[SAFETENSORS_HEADER] == '{';
        if (!old && !safetensors) {
            throw notOne(path);
        }
        FileChannel channel = FileChannel.open(path);
        return opened(
                path,
                channel,
                () -> old
                        ? OldTorchCheckpoint.read(path, channel)
                        : new StateDict(path, SafetensorsFile.read(path, channel), ""));
    }

    private static IOException notOne(Path path) throws IOException {
        return new IOException(path + " must be a state dict, as torch.save or safetensors write it, but is "
                + NetworkFileKind.of(path));
    }

    private interface Reading {
        StateDict read() throws IOException;
    }

    private static StateDictFile opened(Path path, Closeable file, Reading reading) throws IOException {
        try {
            return new StateDictFile(file, reading.read());
        } catch (IOException | RuntimeException e) {
            file.close();
            if (e instanceof IOException io && !String.valueOf(io.getMessage()).startsWith(path.toString())) {
                throw new IOException(path + " " + io.getMessage(), io);
            }
            throw e;
        }
    }

    StateDict weights() {
        return weights;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
