package dev.steadfast.gateway.predictions;

import dev.steadfast.gateway.problems.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Those who read answers as they arrive. Confined to the gateway's event loop. */
public final class LiveStream {

    /** The most past answers that a client may ask for. */
    public static final int MAX_LAST = 200;

    private final Answers answers;
    private final int maxReaders;
    private final Set<LiveReader> readers = new LinkedHashSet<>();
    private long missed;

    public LiveStream(Answers answers, int maxReaders) {
        this.answers = answers;
        this.maxReaders = maxReaders;
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
        Outlet outlet = opening.apply(new Connection(() -> self[0].tellMissed(), () -> readers.remove(self[0])));
        LiveReader reader = new LiveReader(outlet, interest, () -> missed++);
        self[0] = reader;
        readers.add(reader);
        List<Remembered> past = beginning
                .seen()
                .map(seen -> answers.since(seen, interest.answers()))
                .orElseGet(() -> answers.latest(beginning.last(), interest.answers()));
        beginning.seen().map(answers::forgottenSince).filter(count -> count > 0).ifPresent(reader::miss);
        past.forEach(remembered -> reader.offer(LiveEvent.of(remembered)));
        reader.heartbeat(answers.position());
    }

    void broadcast(Remembered remembered) {
        send(
                LiveEvent.of(remembered),
                reader -> reader.interest().answers().test(remembered.answer()),
                LiveReader::offer);
    }

    /** Tells those who watch this camera. */
    public void broadcastOf(String camera, LiveEvent event) {
        send(event, reader -> reader.interest().cameras().test(camera), LiveReader::offerPassing);
    }

    /** Tells those who watch the fleet. */
    public void broadcastToFleet(LiveEvent event) {
        send(event, reader -> reader.interest().fleet(), LiveReader::offerPassing);
    }

    private void send(LiveEvent event, Predicate<LiveReader> wanted, Sending sending) {
        readers.stream().filter(wanted).forEach(reader -> sending.send(reader, event));
    }

    private interface Sending {
        void send(LiveReader reader, LiveEvent event);
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
