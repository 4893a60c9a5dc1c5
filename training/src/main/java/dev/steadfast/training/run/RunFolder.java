package dev.steadfast.training.run;

import dev.steadfast.bundles.TorchScriptArchive;
import dev.steadfast.bundles.WeightStorage;
import dev.steadfast.models.ComputeDevice;
import dev.steadfast.plots.PlotException;
import dev.steadfast.training.TrainingException;
import dev.steadfast.training.optimisation.Network;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
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
    private static final String LOADING = "loading.pt";
    private static final String NORMALISED = "normalised.pt";
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

    /**
     * Makes room for a new run.
     *
     * @throws TrainingException if there is a network, of a run whose checkpoint is gone
     */
    void requireNoNetwork() {
        if (finished().isPresent()) {
            throw new TrainingException(path.resolve(NETWORK)
                    + " is there, without the checkpoint of the run that it is of: move it, or choose another folder");
        }
        remove(path.resolve(LOG)); // of a run that ended before anything of it was kept
    }

    /**
     * Loads the network to begin with, its weights as float32 whatever they are stored as.
     *
     * @param file TorchScript, or the checkpoint of a run
     */
    Network begun(Path file, ComputeDevice device) {
        return loaded(file, device, copy -> {
            if (Checkpoint.FILE_NAME.equals(String.valueOf(file.getFileName()))) {
                new Checkpoint(file).extractNetwork(copy);
                return;
            }
            try {
                TorchScriptArchive.normalise(file, copy, WeightStorage.FLOAT32);
            } catch (IOException e) {
                throw new TrainingException(file + " cannot be loaded as TorchScript: " + e.getMessage(), e);
            }
        });
    }

    /** Loads the network of the checkpoint. */
    Network resumed(ComputeDevice device) {
        return loaded(path.resolve(Checkpoint.FILE_NAME), device, checkpoint::extractNetwork);
    }

    /** The engine reads files; this one lives only as long as it does. */
    private Network loaded(Path name, ComputeDevice device, Consumer<Path> writing) {
        Path copy = path.resolve(LOADING);
        try {
            writing.accept(copy);
            return Network.trainable(copy, name, device);
        } finally {
            remove(copy);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOGGER.atWarn()
                    .setMessage("A file cannot be removed")
                    .addKeyValue("file", file)
                    .setCause(e)
                    .log();
        }
    }

    /** Writes a line of the log, and draws it anew. A run of hours does not end for want of fonts. */
    void measured(TrainingProgress progress) {
        log.add(progress);
        try {
            byte[] picture = log.plot().svg();
            RunFile.write(path.resolve(PLOT), out -> out.write(picture));
        } catch (PlotException e) {
            LOGGER.atWarn().setMessage("The log cannot be drawn").setCause(e).log();
        }
    }

    /** {@return the finished network, if there is one} */
    Optional<Path> finished() {
        return Optional.of(path.resolve(NETWORK)).filter(Files::isRegularFile);
    }

    /** Writes the finished network, normalised: the same weights give the same bytes. */
    Path finish(Network network) {
        Path finished = path.resolve(NETWORK);
        Path raw = path.resolve(LOADING);
        RunFile.write(raw, network::write);
        Path normalised = path.resolve(NORMALISED);
        try {
            TorchScriptArchive.normalise(raw, normalised);
            RunFile.write(finished, out -> Files.copy(normalised, out));
        } catch (IOException e) {
            throw new TrainingException(finished + " cannot be written: " + e, e);
        } finally {
            remove(raw);
            remove(normalised);
        }
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
