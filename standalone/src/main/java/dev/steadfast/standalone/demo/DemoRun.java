package dev.steadfast.standalone.demo;

import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.publish.FrameProducer;
import dev.steadfast.standalone.watch.Answer;
import dev.steadfast.standalone.watch.PredictionFeed;
import dev.steadfast.standalone.watch.PredictionLine;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * One run of the demo: the cameras publish, every answer is shown, those to the cameras' own frames are counted.
 *
 * <p>Threading notes: the command's thread calls {@link #show}; the shutdown hook may call {@link #close} at any moment, which asks that thread
 * to stop and waits until it has let go of the feed.
 */
final class DemoRun implements AutoCloseable {

    /** Where answers come from, as from {@link PredictionFeed#poll}. */
    interface Answers {
        List<Answer> poll(Duration patience);
    }

    private static final Duration POLL = Duration.ofMillis(200);

    private final Answers answers;
    private final SampleCameras cameras;
    private final CompletableFuture<?> services;
    private final int frames;
    private final DemoSummary summary;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;

    /**
     * Makes a run, which must be {@linkplain #show shown}.
     *
     * @param cameras started already
     * @param services completes exceptionally when one of them has given up
     * @param frames how many answers to wait for
     */
    DemoRun(Answers answers, SampleCameras cameras, CompletableFuture<?> services, int frames, DemoSummary summary) {
        this.answers = answers;
        this.cameras = cameras;
        this.services = services;
        this.frames = frames;
        this.summary = summary;
    }

    /**
     * Starts the cameras.
     *
     * @param kafka configuration of the Kafka and registry clients
     * @param services completes exceptionally when one of them has given up
     * @param options how many they are, and how many answers to wait for
     * @param images what they see
     */
    static DemoRun start(
            Map<String, String> kafka,
            CompletableFuture<?> services,
            SampleCameraOptions options,
            SampleImages images,
            Resources resources) {
        PredictionFeed feed = resources.start(() -> PredictionFeed.open(kafka, new PredictionFeed.Start.Now()));
        FrameProducer producer = resources.start(() -> new FrameProducer(kafka));
        SampleCameras cameras = resources.start(() -> SampleCameras.start(
                producer::send, images.images(), options.cameras(), options.pause(), options.live(), options.frames()));
        return resources.start(() -> new DemoRun(feed::poll, cameras, services, options.frames(), new DemoSummary()));
    }

    /**
     * Prints a line for every answer until the wanted number of the cameras' frames have one, or the run is closed.
     *
     * @param classNames names of classes by their indices, as far as they are known
     * @throws CommandException if a service gave up, or a camera cannot publish
     */
    void show(PrintWriter out, Map<Integer, String> classNames) {
        PredictionLine line = PredictionLine.forStandardOutput(classNames);
        try {
            while (!stopping && summary.frames() < frames) {
                for (Answer answer : answers.poll(POLL)) {
                    out.println(line.of(answer));
                    out.flush();
                    count(answer);
                }
                if (services.isCompletedExceptionally()) {
                    throw new CommandException("a service of the demo gave up; the log above has the cause");
                }
                cameras.throwFailure();
            }
        } finally {
            ended.countDown();
        }
    }

    DemoSummary summary() {
        return summary;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void count(Answer answer) {
        if (answer.frameId().filter(cameras::answered).isPresent()) {
            summary.add(answer);
        }
    }
}
