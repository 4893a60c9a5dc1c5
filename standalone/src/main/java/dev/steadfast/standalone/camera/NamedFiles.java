package dev.steadfast.standalone.camera;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The image files that a path stands for, see {@link ImageFiles}. */
public final class NamedFiles implements ImageSource {

    private final String path;
    private @Nullable Iterator<Path> files;

    /** Looks at nothing yet. */
    public NamedFiles(String path) {
        this.path = path;
    }

    @Override
    public Optional<SourceImage> next() throws UnusableImageException {
        if (files == null) {
            files = Collections.emptyIterator();
            files = find().iterator();
        }
        if (!files.hasNext()) {
            return Optional.empty();
        }
        return Optional.of(SourceImage.read(files.next()));
    }

    private Iterable<Path> find() throws UnusableImageException {
        try {
            return ImageFiles.of(Path.of(path));
        } catch (UnusableImageException e) {
            throw e.of(path);
        } catch (InvalidPathException e) {
            throw new UnusableImageException(path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {}
}
