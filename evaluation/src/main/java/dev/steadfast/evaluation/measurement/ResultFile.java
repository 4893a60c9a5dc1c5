package dev.steadfast.evaluation.measurement;

import dev.steadfast.evaluation.EvaluationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that is being written, line by line, and that can be taken up again wherever its writer was killed: the end of a line without
 * its line feed is dropped, and everything before it is kept. A description beside it ({@link MeasurementDescription}) ties it to what
 * it was begun with.
 *
 * <p>Threading notes: one thread appends; any thread may close, and then no line is written any more. The file is locked against other
 * processes meanwhile.
 */
public final class ResultFile implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final List<ImageResult> begun;

    private ResultFile(Path file, FileChannel channel, List<ImageResult> begun) {
        this.file = file;
        this.channel = channel;
        this.begun = begun;
    }

    /**
     * Begins a table, or takes up one that was begun.
     *
     * @param file the table; its folder exists
     * @throws EvaluationException if the file cannot be written, is being written by another process, was begun with something else, was
     *     not begun here, or holds more images than are to be measured
     */
    public static ResultFile open(Path file, MeasurementDescription description) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new EvaluationException(file + " cannot be written: there is no folder " + folder);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(file, channel);
            return new ResultFile(file, channel, begin(file, channel, description));
        } catch (IOException e) {
            close(channel);
            throw new EvaluationException(file + " cannot be written: " + e, e);
        } catch (RuntimeException e) {
            close(channel);
            throw e;
        }
    }

    /**
     * {@return how many images a table holds by now} Without the beginning of a line, which is dropped when the table is opened. 0 if there
     * is none; what is wrong with one is said when it is opened.
     *
     * @throws EvaluationException if it cannot be read
     */
    public static int done(Path file) {
        try {
            // Each byte of ISO-8859-1 is a character, whatever is in the file.
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return (int) Math.max(0, text.chars().filter(each -> each == '\n').count() - 1);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new EvaluationException(file + " cannot be read: " + e, e);
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        boolean locked;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) { // this very process
            locked = false;
        }
        if (!locked) {
            throw new EvaluationException(file + " is being written by another run: wait for it, or name another file");
        }
    }

    private static List<ImageResult> begin(Path file, FileChannel channel, MeasurementDescription description)
            throws IOException {
        byte[] bytes = read(channel);
        String text = new String(bytes, StandardCharsets.UTF_8);
        String header = ResultLine.HEADER + "\n";
        if (header.startsWith(text)) { // nothing yet, or killed while it wrote the header
            description.write(file);
            channel.truncate(0);
            write(channel, header);
            return List.of();
        }
        requireSame(file, description);
        List<ImageResult> begun = ResultTable.parse(file, text, true);
        requirePart(file, begun, description);
        description.write(file); // more images may be wanted now
        channel.truncate(endOfLastLine(bytes));
        channel.position(channel.size());
        return begun;
    }

    private static void requireSame(Path file, MeasurementDescription description) {
        MeasurementDescription before = MeasurementDescription.of(file)
                .orElseThrow(
                        () -> new EvaluationException(file + " exists, but not " + MeasurementDescription.beside(file)
                                + ", without which it cannot be taken up: name another file"));
        List<String> differences = before.differences(description);
        if (!differences.isEmpty()) {
            throw new EvaluationException(file + " was begun with other options (" + String.join("; ", differences)
                    + "): give the same ones to go on, or name another file");
        }
    }

    private static void requirePart(Path file, List<ImageResult> begun, MeasurementDescription description) {
        if (begun.size() > description.images()) {
            throw new EvaluationException(
                    "%s holds %d images, more than the %d that are to be measured: name another file"
                            .formatted(file, begun.size(), description.images()));
        }
        for (int i = 0; i < begun.size(); i++) {
            long expected = description.offset() + (long) i * description.every();
            if (begun.get(i).idx() != expected) {
                throw new EvaluationException("%s, line %d: idx must be %d, but is %d: the file was changed"
                        .formatted(file, i + 2, expected, begun.get(i).idx()));
            }
        }
    }

    /** {@return the results that were there when the file was opened, in order} */
    public List<ImageResult> begun() {
        return begun;
    }

    /**
     * Writes a line, through to the operating system: killing the process afterwards does not lose it.
     *
     * @throws EvaluationException if it cannot be written, also because this was closed
     */
    public synchronized void append(ImageResult result) {
        try {
            write(channel, ResultLine.write(result) + "\n");
        } catch (IOException e) {
            throw new EvaluationException(file + " cannot be written: " + e, e);
        }
    }

    /** Closes the file. Closing twice does nothing more. */
    @Override
    public synchronized void close() {
        close(channel);
    }

    @SuppressWarnings("EmptyCatch") // every line was written already, or has failed
    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // nothing is lost
        }
    }

    private static byte[] read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
        return buffer.array();
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static int endOfLastLine(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
