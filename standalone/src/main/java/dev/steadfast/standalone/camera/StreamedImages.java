package dev.steadfast.standalone.camera;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A stream of JPEGs one after the other, such as standard input. */
public final class StreamedImages implements ImageSource {

    private final String description;
    private final TimedInput input;
    private final JpegStream images;
    private int number;

    /**
     * Begins to read.
     *
     * @param description what the stream is, for people
     */
    public StreamedImages(String description, InputStream input) {
        this.description = description;
        this.input = TimedInput.patient(description.replace(' ', '-'), input);
        this.images = new JpegStream(this.input);
    }

    @Override
    public Optional<SourceImage> next() throws UnusableImageException, InterruptedException {
        number++;
        Optional<byte[]> image = cut();
        if (image.isEmpty() && number == 1) {
            throw new UnusableImageException("holds no JPEG").of(description);
        }
        return image.isEmpty()
                ? Optional.empty()
                : Optional.of(SourceImage.of("%s, image %d".formatted(description, number), image.get()));
    }

    private Optional<byte[]> cut() throws UnusableImageException, InterruptedException {
        try {
            return images.next();
        } catch (UnusableImageException e) {
            throw e.of("%s, image %d".formatted(description, number));
        } catch (IOException e) {
            throw new SourceException("%s cannot be read: %s".formatted(description, e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        input.close();
    }
}
