package dev.steadfast.standalone.publish;

import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.watch.Answer;
import dev.steadfast.standalone.watch.PredictionFeed;
import dev.steadfast.standalone.watch.PredictionFeed.Start;
import dev.steadfast.standalone.watch.PredictionLine;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The answers to published frames: prints a line for each as it comes, and while none comes, what is known of the services that answer. Used
 * by one thread.
 */
final class AwaitedAnswers implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int NAMED_FRAMES = 5;

    /** Longer than a frame takes where nothing else waits. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private static final Duration QUIET_LATER = Duration.ofSeconds(30);

    private final PredictionFeed feed;
    private final Supplier<String> services;
    private final PrintWriter out;
    private final PrintWriter err;
    private final PredictionLine line = PredictionLine.forStandardOutput();
    private final Map<String, String> sourceByFrame = new LinkedHashMap<>();
    private long rejections;

    private AwaitedAnswers(PredictionFeed feed, Supplier<String> services, PrintWriter out, PrintWriter err) {
        this.feed = feed;
        this.services = services;
        this.out = out;
        this.err = err;
    }

    /**
     * Begins to listen; to be called before the first frame is published.
     *
     * @param services tells what is known of the services that answer; asked when answers are long in coming
     * @param err for that
     * @throws CommandException if Kafka cannot be used
     */
    static AwaitedAnswers open(Map<String, String> kafka, Supplier<String> services, PrintWriter out, PrintWriter err) {
        return new AwaitedAnswers(PredictionFeed.open(kafka, new Start.Now()), services, out, err);
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
        long last = System.nanoTime();
        long said = last;
        Duration quiet = QUIET;
        while (!sourceByFrame.isEmpty()) {
            long now = System.nanoTime();
            if (print(POLL)) {
                last = now;
                said = now;
            } else if (now - last > patience.toNanos()) {
                throw new CommandException("no answer for %d s; %s, among them %s: %s"
                        .formatted(
                                patience.toSeconds(),
                                without(),
                                sourceByFrame.keySet().stream()
                                        .limit(NAMED_FRAMES)
                                        .collect(Collectors.joining(", ")),
                                services.get()));
            } else if (now - said > quiet.toNanos()) {
                err.printf("%s yet: %s%n", without(), services.get());
                err.flush();
                said = now;
                quiet = QUIET_LATER;
            }
        }
        return rejections;
    }

    private String without() {
        return sourceByFrame.size() == 1
                ? "1 frame has no answer"
                : "%,d frames have no answer".formatted(sourceByFrame.size());
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
