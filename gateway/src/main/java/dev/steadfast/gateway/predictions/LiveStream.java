package dev.steadfast.gateway.predictions;

import dev.steadfast.gateway.problems.Problem;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Those who read answers as they arrive. Confined to the gateway's event loop. */
public final class LiveStream {

    /** The most past answers that a client may ask for. */
    public static final int MAX_LAST = 200;

    private final Answers answers;
    private final int maxReaders;
    private final InstantSource clock;
    private final Set<LiveReader> readers = new LinkedHashSet<>();
    private long missed;

    /**
     * @param maxReaders how many there may be at a time
     * @param clock tells when a reader came
     */
    public LiveStream(Answers answers, int maxReaders, InstantSource clock) {
        this.answers = answers;
        this.maxReaders = maxReaders;
        this.clock = clock;
    }

    /**
     * Where a reader begins.
     *
     * @param seen what it has seen before a break of its connection
     * @param last otherwise, how many of the past it asks for
     */
    record Beginning(Optional<Position> seen, int last) {}

    /** Callbacks of a connection. */
    record Connection(Runnable drained, Runnable gone) {}

    /**
     * Refuses one reader too many, and all until it is known what they may have missed.
     *
     * @throws dev.steadfast.gateway.problems.ProblemException 503
     */
    void requireRoom() {
        answers.requireRebuilt();
        if (readers.size() >= maxReaders) {
            throw Problem.tryAgain(503, "%d clients read the stream, the most that may".formatted(maxReaders))
                    .exception();
        }
    }

    /** Takes a reader on, and sends what it asks for of the past. */
    void open(Interest interest, Beginning beginning, Function<Connection, Outlet> opening) {
        LiveReader[] self = new LiveReader[1]; // its connection may end or drain only after this method
        Outlet outlet = opening.apply(new Connection(() -> self[0].drained(answers), () -> readers.remove(self[0])));
        LiveReader reader = beginning
                .seen()
                .map(seen -> LiveReader.resumed(outlet, interest, seen, clock.instant(), () -> missed++))
                .orElseGet(() -> LiveReader.fresh(outlet, interest, () -> missed++));
        self[0] = reader;
        readers.add(reader);
        if (beginning.seen().isEmpty()) {
            answers.latest(beginning.last(), interest.answers())
                    .forEach(remembered -> reader.offer(remembered, LiveEvent.of(remembered)));
        }
        reader.catchUp(answers);
        reader.heartbeat(answers.position());
    }

    void broadcast(Remembered remembered) {
        LiveEvent event = LiveEvent.of(remembered);
        readers.stream()
                .filter(reader -> reader.interest().answers().test(remembered.answer()))
                .forEach(reader -> reader.offer(remembered, event));
    }

    /** Tells those who watch this camera. */
    public void broadcastOf(String camera, LiveEvent event) {
        readers.stream()
                .filter(reader -> reader.interest().cameras().test(camera))
                .forEach(reader -> reader.offerPassing(event));
    }

    /** Tells those who watch the fleet. */
    public void broadcastToFleet(LiveEvent event) {
        readers.stream().filter(reader -> reader.interest().fleet()).forEach(reader -> reader.offerPassing(event));
    }

    public void heartbeat() {
        String position = answers.position();
        readers.forEach(reader -> reader.heartbeat(position));
    }

    /** How many answers readers were too slow for. */
    public long missed() {
        return missed;
    }

    public int readers() {
        return readers.size();
    }

    public void end() {
        List.copyOf(readers).forEach(LiveReader::end);
        readers.clear();
    }
}
