package dev.steadfast.standalone.demo;

import dev.steadfast.avro.Frame;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.publish.FrameProducer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The demo's cameras, which share the sample images among them. Of several, the last one's lens steams up from time to time, so that there
 * is trouble to be seen.
 *
 * <p>Threading notes: as of {@link SampleCamera}.
 */
final class SampleCameras implements AutoCloseable {

    private static final String NAME = "sample";

    /** One frame of each is enough to keep a worker busy; of one camera alone it takes two. */
    private static final int UNDER_WAY_ALONE = 2;

    /** More than this a camera does not remember, answers or none. */
    private static final int UNDER_WAY_LIVE = 100_000;

    private final List<SampleCamera> cameras;

    private SampleCameras(List<SampleCamera> cameras) {
        this.cameras = cameras;
    }

    /**
     * Starts the cameras.
     *
     * @param sender sends a frame, as {@link FrameProducer#send} does
     * @param images what they see, over and over
     * @param cameras how many, at least 1
     * @param pause of each camera after a frame
     * @param live whether they go on while their frames have no answer
     * @param frames how many all of them publish together; {@link Integer#MAX_VALUE} to go on until closed
     */
    static SampleCameras start(
            Function<Frame, CompletableFuture<Void>> sender,
            List<SampleImage> images,
            int cameras,
            Duration pause,
            boolean live,
            int frames) {
        List<SampleCamera> started = new ArrayList<>();
        int underWay = live ? UNDER_WAY_LIVE : cameras == 1 ? UNDER_WAY_ALONE : 1;
        for (int camera = 0; camera < cameras; camera++) {
            int share = frames / cameras + (camera < frames % cameras ? 1 : 0);
            Iterator<SampleImage> clear = view(images, camera, cameras, share);
            boolean fogs = cameras > 1 && camera == cameras - 1;
            started.add(SampleCamera.start(
                    cameras == 1 ? NAME : NAME + "-" + (camera + 1),
                    fogs ? new FoggedView(clear, InstantSource.system(), new Random(0)) : clear,
                    underWay,
                    pause,
                    sender));
        }
        return new SampleCameras(started);
    }

    /** Every so many-th image, over and over. */
    private static Iterator<SampleImage> view(List<SampleImage> images, int first, int every, int frames) {
        return IntStream.range(0, frames)
                .mapToObj(i -> images.get((int) ((first + (long) i * every) % images.size())))
                .iterator();
    }

    /**
     * Tells that a frame has been answered, whether with a prediction or a rejection.
     *
     * @return whether it was one of these cameras', answered for the first time
     */
    boolean answered(String frameId) {
        return cameras.stream().anyMatch(camera -> camera.answered(frameId));
    }

    /**
     * Does nothing while all cameras are well.
     *
     * @throws CommandException if one could not publish a frame; it has stopped then
     */
    void throwFailure() {
        cameras.forEach(SampleCamera::throwFailure);
    }

    @Override
    public void close() {
        cameras.forEach(SampleCamera::close);
    }
}
