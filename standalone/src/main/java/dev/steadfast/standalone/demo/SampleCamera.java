package dev.steadfast.standalone.demo;

import dev.steadfast.avro.Frame;
import dev.steadfast.schemas.FrameIds;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.publish.FrameProducer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A camera that publishes what it is shown, as fast as it is answered if few frames may be under way at any time: the next one leaves when one of
 * them has its answer.
 *
 * <p>Threading notes: an own thread publishes; {@link #answered} and {@link #throwFailure} are called by whoever reads answers. They share the
 * set of frames under way and the semaphore that bounds it, both concurrent, and the failure, which is written once.
 */
final class SampleCamera implements AutoCloseable {

    private final String name;
    private final Iterator<SampleImage> view;
    private final Function<Frame, CompletableFuture<Void>> sender;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final Semaphore permits;
    private final Duration pause;
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    private SampleCamera(
            String name,
            Iterator<SampleImage> view,
            int underWay,
            Duration pause,
            Function<Frame, CompletableFuture<Void>> sender) {
        this.name = name;
        this.view = view;
        this.pause = pause;
        this.sender = sender;
        this.permits = new Semaphore(underWay);
        this.thread = new Thread(this::publish, "camera-" + name);
    }

    /**
     * Starts a camera.
     *
     * @param view what it sees, frame by frame; it ends with its view
     * @param underWay the most frames that wait for their answer
     * @param pause after each frame
     * @param sender sends a frame, as {@link FrameProducer#send} does
     */
    static SampleCamera start(
            String name,
            Iterator<SampleImage> view,
            int underWay,
            Duration pause,
            Function<Frame, CompletableFuture<Void>> sender) {
        SampleCamera camera = new SampleCamera(name, view, underWay, pause, sender);
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
            while (view.hasNext()) {
                permits.acquire();
                Frame frame = frame(view.next());
                underWay.add(frame.getFrameId());
                sender.apply(frame).get(); // unlike join, ends when the camera is closed
                Thread.sleep(pause.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (ExecutionException e) {
            failure = e.getCause() == null ? e : e.getCause();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private Frame frame(SampleImage image) {
        return Frame.newBuilder()
                .setFrameId(FrameIds.random())
                .setCameraId(name)
                .setCapturedAt(Instant.now())
                .setContentType(image.contentType())
                .setImage(ByteBuffer.wrap(image.encoded()))
                .setGroundTruth(image.truth().orElse(null))
                .build();
    }
}
