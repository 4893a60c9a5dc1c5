package dev.steadfast.gateway.predictions;

import dev.steadfast.gateway.kafka.FeedSink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings answers from Kafka to those who remember, wait or read. Confined to the gateway's event loop. */
public final class AnswerSink implements FeedSink<Answer> {

    private final Answers answers;
    private final AwaitedAnswers awaited;
    private final LiveStream stream;
    private final Consumer<String> answered;
    private final Map<String, Long> arrived = new HashMap<>();
    private Optional<Past> past;

    /**
     * @param answered told of each frame that gets its answer
     * @param capacity how many answers of the past are of use
     */
    public AnswerSink(
            Answers answers, AwaitedAnswers awaited, LiveStream stream, Consumer<String> answered, int capacity) {
        this.answers = answers;
        this.awaited = awaited;
        this.stream = stream;
        this.answered = answered;
        this.past = Optional.of(new Past(capacity));
    }

    @Override
    public void past(List<Answer> read) {
        past.ifPresent(before -> read.forEach(before::add));
    }

    @Override
    public void caughtUp() {
        past.ifPresent(before -> {
            answers.beginAfter(before.forgotten());
            before.inOrder().forEach(this::take);
        });
        answers.rebuilt();
        past = Optional.empty();
    }

    @Override
    public void arrived(List<Answer> arrived) {
        for (Answer answer : arrived) {
            if (take(answer)) {
                this.arrived.merge(answer.outcome(), 1L, Long::sum);
            }
        }
    }

    private boolean take(Answer answer) {
        Optional<Remembered> news = answers.add(answer);
        news.ifPresent(remembered -> {
            answer.frameId().ifPresent(answered);
            awaited.arrived(answer);
            stream.broadcast(remembered);
        });
        return news.isPresent();
    }

    /** How many answers with this outcome arrived since the gateway has caught up. */
    public long arrived(String outcome) {
        return arrived.getOrDefault(outcome, 0L);
    }
}
