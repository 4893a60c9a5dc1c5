package dev.steadfast.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The images that the paths of a command line name, one after the other. What cannot be used is complained about and passed over. */
final class ImageSources {

    /** Takes what was found. */
    interface Sink {

        /**
         * Takes one image.
         *
         * @param source where it comes from, for people
         */
        void take(String source, EncodedImage image) throws InterruptedException;
    }

    private interface ImageReader {
        EncodedImage read() throws UnusableImageException, IOException;
    }

    private static final String STANDARD_INPUT = "-";

    private final InputStream standardInput;
    private final PrintWriter complaints;
    private int unusable;

    ImageSources(InputStream standardInput, PrintWriter complaints) {
        this.standardInput = standardInput;
        this.complaints = complaints;
    }

    /**
     * Hands over every image, as soon as it is there.
     *
     * @param paths files, folders (see {@link ImageFiles}), {@code -} for a stream of JPEGs on standard input
     * @return how many files, folders or images of the stream could not be used
     * @throws CommandException if standard input fails
     */
    int each(List<String> paths, Sink sink) throws InterruptedException {
        for (String path : paths) {
            if (path.equals(STANDARD_INPUT)) {
                eachOfStream(sink);
            } else {
                for (Path file : files(path)) {
                    offer(file.toString(), () -> EncodedImage.read(file), sink);
                }
            }
        }
        return unusable;
    }

    private void eachOfStream(Sink sink) throws InterruptedException {
        JpegStream images = new JpegStream(standardInput);
        try {
            if (!images.hasNext()) {
                complain("standard input", "holds no JPEG");
            }
            for (int number = 1; images.hasNext(); number++) {
                offer("standard input, image " + number, () -> EncodedImage.of(images.next()), sink);
            }
        } catch (IOException e) {
            throw new CommandException("standard input cannot be read: " + e.getMessage(), e);
        }
    }

    private List<Path> files(String path) {
        try {
            return ImageFiles.of(Path.of(path));
        } catch (UnusableImageException | InvalidPathException e) {
            complain(path, e.getMessage());
            return List.of();
        }
    }

    private void offer(String source, ImageReader reader, Sink sink) throws InterruptedException {
        EncodedImage image;
        try {
            image = reader.read();
        } catch (UnusableImageException e) {
            complain(source, e.getMessage());
            return;
        } catch (IOException e) {
            throw new CommandException(source + " cannot be read: " + e.getMessage(), e);
        }
        sink.take(source, image);
    }

    private void complain(String source, @Nullable String problem) {
        unusable++;
        complaints.println(source + ": " + problem);
    }
}
