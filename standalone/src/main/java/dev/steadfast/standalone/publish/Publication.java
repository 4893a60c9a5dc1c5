package dev.steadfast.standalone.publish;

import dev.steadfast.avro.Frame;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.schemas.FrameIds;
import dev.steadfast.standalone.camera.EncodedImage;
import dev.steadfast.standalone.command.CommandException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Publishes frames of one camera, and prints a line for each when Kafka has acknowledged it: the frame's id, and what it was made of.
 *
 * <p>Threading notes: one thread publishes. Lines are printed on the thread {@code publish-acknowledged}, so that neither a source of
 * frames that pauses nor a reader of the lines that does holds the other or Kafka's thread up for long: the publishing thread waits when
 * {@link #WINDOW} frames (or fewer, if it is told so) are neither printed nor failed. Failures come back through a concurrent queue.
 */
final class Publication implements AutoCloseable {

    /** As many as keep a fast source going. */
    static final int WINDOW = 200;

    private final FrameProducer producer;
    private final String camera;
    private final Optional<Integer> groundTruth;
    private final Optional<SamplingOptions> sampling;
    private final PrintWriter out;

    private final int size;
    private final Semaphore window;
    private final AtomicLong acknowledged = new AtomicLong();
    private final Queue<CommandException> failures = new ConcurrentLinkedQueue<>();
    private final ExecutorService printing =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "publish-acknowledged"));

    /**
     * Connects to nothing yet.
     *
     * @param window the most frames that are neither acknowledged nor failed
     * @throws CommandException if the settings cannot be used
     */
    Publication(Map<String, String> kafka, String camera, FrameOptions options, int window, PrintWriter out) {
        this.size = window;
        this.window = new Semaphore(window);
        this.producer = new FrameProducer(kafka);
        this.camera = camera;
        this.groundTruth = options.groundTruth();
        this.sampling = options.sampling();
        this.out = out;
    }

    /**
     * Sends one frame.
     *
     * @param source where it comes from, for people
     * @return its id
     * @throws CommandException if an earlier frame was not taken; no more should be sent then
     */
    String publish(String source, EncodedImage image) throws InterruptedException {
        String frameId = FrameIds.random();
        Frame frame = Frame.newBuilder()
                .setFrameId(frameId)
                .setCameraId(camera)
                .setCapturedAt(Instant.now())
                .setContentType(image.contentType())
                .setImage(image.bytes())
                .setGroundTruth(groundTruth.orElse(null))
                .setOptions(sampling.orElse(null))
                .build();
        window.acquire();
        var unused = producer.send(frame)
                .whenCompleteAsync((taken, problem) -> report(frameId + "  " + source, problem), printing);
        throwFailure();
        return frameId;
    }

    /**
     * Waits until every frame was acknowledged.
     *
     * @throws CommandException if one was not
     */
    void finish() throws InterruptedException {
        window.acquire(size);
        window.release(size);
        throwFailure();
    }

    /** How many frames were acknowledged. */
    long acknowledged() {
        return acknowledged.get();
    }

    @Override
    public void close() {
        producer.close();
        printing.shutdown();
    }

    private void report(String line, @Nullable Throwable problem) {
        if (problem == null) {
            acknowledged.incrementAndGet();
            out.println(line);
        } else {
            failures.add(
                    problem instanceof CommandException explained
                            ? explained
                            : new CommandException("a frame could not be sent: " + problem, problem));
        }
        window.release();
    }

    private void throwFailure() {
        CommandException first = failures.peek();
        if (first != null) {
            throw first;
        }
    }
}
