package dev.steadfast.standalone;

import dev.steadfast.avro.Frame;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A camera that publishes the sample images, over and over, as fast as they are answered: a few frames are under way at any time, and the
 * next one leaves when one of them has its answer.
 *
 * <p>Threading notes: an own thread publishes; {@link #answered} and {@link #throwFailure} are called by whoever reads answers. They share the
 * set of frames under way and the semaphore that bounds it, both concurrent, and the failure, which is written once.
 */
final class SampleCamera implements AutoCloseable {

    static final String NAME = "sample";

    private static final int FRAMES_UNDER_WAY = 2;

    private final Function<Frame, CompletableFuture<Void>> sender;
    private final List<SampleImage> images = SampleImages.load();
    private final int frames;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final Semaphore permits = new Semaphore(FRAMES_UNDER_WAY);
    private final Thread thread = new Thread(this::publish, "sample-camera");
    private volatile @Nullable Throwable failure;

    private SampleCamera(Function<Frame, CompletableFuture<Void>> sender, int frames) {
        this.sender = sender;
        this.frames = frames;
    }

    /**
     * Starts a camera.
     *
     * @param sender sends a frame, as {@link FrameProducer#send} does
     * @param frames how many to publish; {@link Integer#MAX_VALUE} to go on until closed
     */
    static SampleCamera start(Function<Frame, CompletableFuture<Void>> sender, int frames) {
        SampleCamera camera = new SampleCamera(sender, frames);
        camera.thread.setDaemon(true);
        camera.thread.start();
        return camera;
    }

    /**
     * Tells the camera that a frame has been answered, whether with a prediction or a rejection.
     *
     * @return whether the frame was one of its own, answered for the first time
     */
    boolean answered(String frameId) {
        boolean own = underWay.remove(frameId);
        if (own) {
            permits.release();
        }
        return own;
    }

    /**
     * Does nothing while the camera is well.
     *
     * @throws CommandException if it could not publish a frame; it has stopped then
     */
    void throwFailure() {
        Throwable cause = failure;
        if (cause != null) {
            throw new CommandException("the sample camera cannot publish: " + cause.getMessage(), cause);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish() {
        try {
            for (int i = 0; i < frames; i++) {
                permits.acquire();
                Frame frame = frame(images.get(i % images.size()));
                underWay.add(frame.getFrameId());
                sender.apply(frame).get(); // unlike join, ends when the camera is closed
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (ExecutionException e) {
            failure = e.getCause() == null ? e : e.getCause();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private static Frame frame(SampleImage image) {
        return Frame.newBuilder()
                .setFrameId(UUID.randomUUID().toString())
                .setCameraId(NAME)
                .setCapturedAt(Instant.now())
                .setContentType("image/png")
                .setImage(ByteBuffer.wrap(image.png()))
                .setLabel(image.label())
                .build();
    }
}
