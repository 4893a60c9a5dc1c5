package dev.steadfast.standalone;

import dev.steadfast.standalone.PredictionFeed.Start;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The answers to published frames: prints a line for each as it comes. Used by one thread. */
final class AwaitedAnswers implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int NAMED_FRAMES = 5;

    private final PredictionFeed feed;
    private final PrintWriter out;
    private final PredictionLine line = PredictionLine.forStandardOutput();
    private final Map<String, String> sourceByFrame = new LinkedHashMap<>();
    private long rejections;

    private AwaitedAnswers(PredictionFeed feed, PrintWriter out) {
        this.feed = feed;
        this.out = out;
    }

    /**
     * Begins to listen; to be called before the first frame is published.
     *
     * @throws CommandException if Kafka cannot be used
     */
    static AwaitedAnswers open(Map<String, String> kafka, PrintWriter out) {
        return new AwaitedAnswers(PredictionFeed.open(kafka, new Start.Now()), out);
    }

    /** Adds a frame to those that are waited for, and prints what has come. */
    void expect(String frameId, String source) {
        sourceByFrame.put(frameId, source);
        print(Duration.ZERO);
    }

    /**
     * Waits until every frame has its answer.
     *
     * @param patience how long to wait while no answer comes at all
     * @return how many frames were rejected
     * @throws CommandException if the patience has run out
     */
    long finish(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!sourceByFrame.isEmpty()) {
            if (print(POLL)) {
                end = System.nanoTime() + patience.toNanos();
            } else if (System.nanoTime() - end > 0) {
                throw new CommandException(
                        "no answer for %d s; %d frames have none, among them %s: do topology and workers run?"
                                .formatted(
                                        patience.toSeconds(),
                                        sourceByFrame.size(),
                                        sourceByFrame.keySet().stream()
                                                .limit(NAMED_FRAMES)
                                                .collect(Collectors.joining(", "))));
            }
        }
        return rejections;
    }

    @Override
    public void close() {
        feed.close();
    }

    /** Returns whether there was an answer. */
    private boolean print(Duration patience) {
        int before = sourceByFrame.size();
        for (Answer answer : feed.poll(patience)) {
            Optional<String> source = answer.frameId().map(sourceByFrame::remove);
            if (source.isPresent()) {
                out.println(line.of(answer) + "  " + source.get());
                rejections += answer instanceof Answer.Rejected ? 1 : 0;
            }
        }
        return sourceByFrame.size() < before;
    }
}
