package dev.steadfast.training.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steadfast.training.TrainingException;
import dev.steadfast.training.optimisation.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The state of a run between two steps, in one file: a zip archive of the recipe, the number of steps done, the network, what
 * the optimiser remembers, and the averaged weights. It is written beside its place and then moved there, so that what is read
 * back is always whole.
 */
final class Checkpoint {
    /** Its place in the folder of a run. */
    static final String FILE_NAME = "checkpoint.zip";

    private static final String RECIPE = "recipe.json";
    private static final String PROGRESS = "progress.json";
    private static final String NETWORK = "network.pt";
    private static final String ARRAYS = "arrays.ndlist";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * How far a run is.
     *
     * @param steps steps done
     * @param losses the sum of the losses since the last measurement
     * @param lossSteps the number of these losses
     */
    record Progress(long steps, double losses, long lossSteps) {
        static final Progress NONE = new Progress(0, 0, 0);

        Progress after(double loss) {
            return new Progress(steps + 1, losses + loss, lossSteps + 1);
        }

        Progress measured() {
            return new Progress(steps, 0, 0);
        }
    }

    private final Path file;

    Checkpoint(Path file) {
        this.file = file;
    }

    boolean exists() {
        return Files.isRegularFile(file);
    }

    /** Writes the state; the last one is replaced once the new one is whole. */
    void write(Recipe recipe, Progress progress, Network network, NDList arrays) {
        RunFile.write(file, out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            zip.setLevel(Deflater.NO_COMPRESSION); // weights hardly shrink, and steps wait for this
            zip.putNextEntry(new ZipEntry(RECIPE));
            zip.write(JSON.writeValueAsBytes(recipe.values()));
            zip.putNextEntry(new ZipEntry(PROGRESS));
            zip.write(JSON.writeValueAsBytes(progress));
            zip.putNextEntry(new ZipEntry(NETWORK));
            network.write(zip);
            zip.putNextEntry(new ZipEntry(ARRAYS));
            arrays.encode(zip);
            zip.finish();
        });
    }

    /** {@return the recipe of the run} */
    Recipe recipe() {
        return new Recipe(
                read(RECIPE, in -> JSON.readValue(in, new TypeReference<LinkedHashMap<String, String>>() {})));
    }

    /** {@return how far the run is} */
    Progress progress() {
        return read(PROGRESS, in -> JSON.readValue(in, Progress.class));
    }

    /** Copies the network to a file of its own. */
    void extractNetwork(Path target) {
        read(NETWORK, in -> {
            RunFile.write(target, in::transferTo);
            return target;
        });
    }

    /** Sets arrays to what they were when the checkpoint was written. */
    void restore(NDList arrays, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            NDList saved = read(ARRAYS, in -> NDList.decode(scope, in));
            for (int i = 0; i < arrays.size(); i++) {
                NDArray target = arrays.get(i);
                target.set(saved.get(i).toByteBuffer());
            }
        }
    }

    private interface Reading<T> {
        T from(InputStream in) throws IOException;
    }

    private <T> T read(String entry, Reading<T> reading) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry found = zip.getEntry(entry);
            if (found == null) {
                throw new TrainingException(file + " must be a checkpoint, but has no " + entry);
            }
            try (InputStream in = zip.getInputStream(found)) {
                return reading.from(in);
            }
        } catch (IOException e) {
            throw new TrainingException(file + " cannot be read: " + e, e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
