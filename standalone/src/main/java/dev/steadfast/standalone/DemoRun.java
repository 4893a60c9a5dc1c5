package dev.steadfast.standalone;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * One run of the demo: the camera publishes, every prediction is shown and counted.
 *
 * <p>Threading notes: the command's thread calls {@link #show}; the shutdown hook may call {@link #close} at any moment, which asks that thread
 * to stop and waits until it has let go of the feed.
 */
final class DemoRun implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Stack stack;
    private final PredictionFeed feed;
    private final SampleCamera camera;
    private final int frames;
    private final DemoSummary summary = new DemoSummary();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;

    private DemoRun(Stack stack, PredictionFeed feed, SampleCamera camera, int frames) {
        this.stack = stack;
        this.feed = feed;
        this.camera = camera;
        this.frames = frames;
    }

    /** Starts the camera. */
    static DemoRun start(Stack stack, int frames, Resources resources) {
        var kafka = stack.settings().kafka();
        PredictionFeed feed = resources.add(PredictionFeed.open(kafka, PredictionFeed.Start.LATEST));
        FrameProducer producer = resources.add(new FrameProducer(kafka));
        SampleCamera camera = resources.add(new SampleCamera(producer, frames));
        DemoRun run = resources.add(new DemoRun(stack, feed, camera, frames));
        camera.start();
        return run;
    }

    /**
     * Prints a line for every prediction until the wanted number was seen, or the run is closed.
     *
     * @throws CommandException if a service gave up
     */
    void show(PrintWriter out) {
        try {
            while (!stopping && summary.frames() < frames) {
                for (Answer answer : feed.poll(POLL)) {
                    out.println(PredictionLine.of(answer));
                    out.flush();
                    count(answer);
                }
                if (stack.stopped().isCompletedExceptionally()) {
                    throw new CommandException("a service of the demo gave up; the log above has the cause");
                }
            }
        } finally {
            ended.countDown();
        }
    }

    DemoSummary summary() {
        return summary;
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        ended.await();
    }

    private void count(Answer answer) {
        if (answer instanceof Answer.Predicted predicted
                && camera.answered(predicted.prediction().getFrameId())) {
            summary.add(predicted.prediction());
        }
    }
}
