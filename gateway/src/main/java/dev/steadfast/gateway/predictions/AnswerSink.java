package dev.steadfast.gateway.predictions;

import dev.steadfast.gateway.kafka.FeedSink;
import java.util.List;
import java.util.Optional;

/** Brings answers from Kafka to those who remember, wait or read. Confined to the gateway's event loop. */
public final class AnswerSink implements FeedSink<Answer> {

    private final Answers answers;
    private final AwaitedAnswers awaited;
    private final LiveStream stream;
    private Optional<Past> past;

    public AnswerSink(Answers answers, AwaitedAnswers awaited, LiveStream stream, int capacity) {
        this.answers = answers;
        this.awaited = awaited;
        this.stream = stream;
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
            arrived(before.inOrder());
        });
        answers.rebuilt();
        past = Optional.empty();
    }

    @Override
    public void arrived(List<Answer> arrived) {
        for (Answer answer : arrived) {
            answers.add(answer).ifPresent(remembered -> {
                awaited.arrived(answer);
                stream.broadcast(remembered);
            });
        }
    }
}
