package dev.steadfast.standalone;

import dev.steadfast.avro.Frame;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A camera that publishes the sample images, over and over, as fast as they are answered: a few frames are under way at any time, and the
 * next one leaves when one of them has its answer.
 *
 * <p>Threading notes: an own thread publishes; {@link #answered} is called by whoever reads predictions. They share the set of frames under way
 * and the semaphore that bounds it, both concurrent.
 */
final class SampleCamera implements AutoCloseable {

    static final String NAME = "sample";

    private static final Logger LOG = LoggerFactory.getLogger(SampleCamera.class);
    private static final int FRAMES_UNDER_WAY = 4;

    private final FrameProducer producer;
    private final List<SampleImages.SampleImage> images = SampleImages.load();
    private final int frames;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final Semaphore permits = new Semaphore(FRAMES_UNDER_WAY);
    private final Thread thread = new Thread(this::publish, "sample-camera");

    /**
     * Makes a camera; {@link #start} starts it.
     *
     * @param frames how many to publish; {@link Integer#MAX_VALUE} to go on until closed
     */
    SampleCamera(FrameProducer producer, int frames) {
        this.producer = producer;
        this.frames = frames;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Tells the camera that a frame has been answered.
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

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    private void publish() {
        try {
            for (int i = 0; i < frames; i++) {
                permits.acquire();
                Frame frame = frame(images.get(i % images.size()));
                underWay.add(frame.getFrameId());
                producer.send(frame).join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("The sample camera cannot publish");
        }
    }

    private static Frame frame(SampleImages.SampleImage image) {
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
