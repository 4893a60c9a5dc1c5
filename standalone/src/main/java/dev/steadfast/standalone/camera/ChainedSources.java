package dev.steadfast.standalone.camera;

import java.util.List;
import java.util.Optional;

/** Sources one after the other. */
public final class ChainedSources implements ImageSource {

    private final List<ImageSource> sources;
    private int current;

    /** @param sources are closed with this one */
    public ChainedSources(List<ImageSource> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public Optional<SourceImage> next() throws UnusableImageException, InterruptedException {
        while (current < sources.size()) {
            Optional<SourceImage> image = sources.get(current).next();
            if (image.isPresent()) {
                return image;
            }
            current++;
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        sources.forEach(ImageSource::close);
    }
}
