package dev.steadfast.training;

import dev.steadfast.models.ComputeDevice;
import dev.steadfast.plots.PlotException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one run: {@code checkpoint.zip}, {@code log.tsv} and the same as a picture in {@code log.svg}, and at the end {@code
 * network.pt}. While it is open, no other process can open it.
 */
final class RunFolder implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(RunFolder.class);

    private static final String LOG = "log.tsv";
    private static final String PLOT = "log.svg";
    private static final String NETWORK = "network.pt";
    private static final String RESUMED = "resumed.pt";
    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;
    private final Checkpoint checkpoint;
    private final TrainingLog log;

    private RunFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
        this.checkpoint = new Checkpoint(path.resolve(Checkpoint.FILE_NAME));
        this.log = new TrainingLog(path.resolve(LOG));
    }

    /** @throws TrainingException if the folder cannot be made, or another run has it open */
    static RunFolder open(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new TrainingException(path + " is in use: another process trains there");
            }
            return new RunFolder(path, channel);
        } catch (IOException e) {
            throw new TrainingException(path + " cannot be made: " + e, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) { // held by this very process
            return null;
        }
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    TrainingLog log() {
        return log;
    }

    /** Loads the network of the checkpoint. */
    Network resumed(ComputeDevice device) {
        Path file = path.resolve(RESUMED);
        checkpoint.extractNetwork(file);
        Network network = Network.trainable(file, device);
        try {
            Files.delete(file);
        } catch (IOException e) {
            network.close();
            throw new TrainingException(file + " cannot be removed: " + e, e);
        }
        return network;
    }

    /** Writes a line of the log, and draws it anew. A run of hours does not end for want of fonts. */
    void measured(TrainingProgress progress) {
        log.add(progress);
        try {
            byte[] picture = log.plot().svg();
            WholeFile.write(path.resolve(PLOT), out -> out.write(picture));
        } catch (PlotException e) {
            LOGGER.atWarn().setMessage("The log cannot be drawn").setCause(e).log();
        }
    }

    /** Writes the finished network. */
    Path finish(Network network) {
        Path finished = path.resolve(NETWORK);
        WholeFile.write(finished, network::write);
        return finished;
    }

    @Override
    public String toString() {
        return path.toString();
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new TrainingException(path + " cannot be released: " + e, e);
        }
    }
}
