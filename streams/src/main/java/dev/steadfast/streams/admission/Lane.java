package dev.steadfast.streams.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** One queue of workers: who wants to send to it, and how much may be under way. Confined to the lock of {@link Admission}. */
final class Lane {

    /** Tasks under way at first; one more for each that is voted on, until it is known how fast that is, or {@link #ALONE} are. */
    static final int FIRST_WINDOW = 16;

    /** So many tasks a frame gets at once where nothing else is under way: all of a usual one's. */
    static final int ALONE = 64;

    /** Fewer would leave workers idle while a task and its votes are on their way. */
    static final int LEAST_WINDOW = 4;

    /** A frame's tasks are sent in so many at a time, between which others' come. */
    static final int SLICE = 8;

    /** Of so many frames tasks are sent in turns. With more, each would get a few tasks, and none all in time. */
    static final int MOST_AT_ONCE = 4;

    private final Supplier<Duration> queueTime;
    private final Map<String, CameraLine> lines = new LinkedHashMap<>();
    private final WorkRate rate = new WorkRate();
    private int underWay;
    private double window = FIRST_WINDOW;
    private double turn;
    private boolean limited;

    Lane(Supplier<Duration> queueTime) {
        this.queueTime = queueTime;
    }

    CameraLine line(String camera) {
        return lines.computeIfAbsent(camera, first -> {
            CameraLine line = new CameraLine();
            line.turn = turn;
            return line;
        });
    }

    void add(Candidate candidate) {
        CameraLine line = candidate.line;
        if (!line.wants()) {
            line.turn = Math.max(line.turn, turn); // who wanted nothing has not saved it up
        }
        line.add(candidate);
        underWay += candidate.underWay;
    }

    void remove(Candidate candidate) {
        candidate.line.remove(candidate);
        underWay -= candidate.underWay;
    }

    void counted(Candidate candidate, Instant now) {
        if (candidate.underWay > 0) {
            candidate.underWay--;
            underWay--;
        }
        if (limited && window < ALONE && rate.perSecond(now) == 0) {
            window++;
        }
        rate.counted(now);
    }

    /**
     * Decides what is sent, and who is given up.
     *
     * @param send takes a frame, and how many tasks of it are to be sent
     * @param giveUp takes a frame that can be answered in time no more, of which no task was sent, and why
     */
    void schedule(Instant now, BiConsumer<Candidate, Integer> send, BiConsumer<Candidate, Shortage> giveUp) {
        lines.values().removeIf(line -> line.isOver(now));
        giveUpBeyondBudget(now, giveUp);
        double perSecond = rate.perSecond(now);
        if (perSecond > 0) {
            window = Math.max(LEAST_WINDOW, perSecond * queueTime.get().toNanos() / 1e9);
            giveUpTheLast(now, perSecond, giveUp);
        }
        Optional<CameraLine> next = next(now);
        while (underWay < (int) window && next.isPresent()) {
            advance(next.get(), now, perSecond, send, giveUp);
            next = next(now);
        }
        limited = next.isPresent();
        rate.limited(limited);
    }

    private void advance(
            CameraLine line,
            Instant now,
            double perSecond,
            BiConsumer<Candidate, Integer> send,
            BiConsumer<Candidate, Shortage> giveUp) {
        Optional<Candidate> begun = line.toGoOn();
        Candidate candidate = begun.orElseGet(() -> line.toBegin(now).orElseThrow());
        if (begun.isEmpty() && perSecond > 0 && isTooLate(candidate, underWay + begunTasks(), perSecond, now)) {
            line.press(now);
            giveUp.accept(candidate, Shortage.WORKERS);
            return;
        }
        if (begun.isEmpty()) {
            line.begin(candidate, now);
        }
        int most = underWay == 0 ? ALONE : Math.min(SLICE, (int) window - underWay);
        int tasks = Math.min(candidate.left, most);
        candidate.left -= tasks;
        candidate.underWay += tasks;
        underWay += tasks;
        turn = line.turn;
        line.turn += tasks / line.weight;
        candidate.spend(tasks, begun.isEmpty(), now);
        send.accept(candidate, tasks);
    }

    /** Whose turn it is: of those who go on, and while these are few enough, of those who begin. */
    private Optional<CameraLine> next(Instant now) {
        List<CameraLine> going = lines.values().stream()
                .filter(line -> line.toGoOn().isPresent())
                .toList();
        Collection<CameraLine> candidates = going.size() < MOST_AT_ONCE ? lines.values() : going;
        return candidates.stream().filter(line -> line.canSend(now)).min(Comparator.comparingDouble(line -> line.turn));
    }

    private double begunTasks() {
        return lines.values().stream()
                .flatMap(line -> line.toGoOn().stream())
                .mapToDouble(candidate -> candidate.left)
                .sum();
    }

    private static boolean isTooLate(Candidate candidate, double ahead, double perSecond, Instant now) {
        long nanos = (long) (1e9 * (ahead + candidate.left) / perSecond);
        return now.plusNanos(nanos).isAfter(candidate.deadline);
    }

    /** Gives up, of each camera, those at the end of its line whose turn will come too late. */
    private void giveUpTheLast(Instant now, double perSecond, BiConsumer<Candidate, Shortage> giveUp) {
        double wanting = lines.values().stream()
                .filter(line -> line.canSend(now))
                .mapToDouble(line -> line.weight)
                .sum();
        for (CameraLine line : new ArrayList<>(lines.values())) {
            Optional<Candidate> last = line.last(now);
            while (last.isPresent() && isTooLate(last.get(), ahead(line, last.get(), wanting), perSecond, now)) {
                if (line.pressed(now)) { // else the newest is, and its turn comes sooner from now on
                    giveUp.accept(last.get(), Shortage.WORKERS);
                }
                line.press(now);
                last = line.last(now);
            }
        }
    }

    /** Likewise those that their camera's budget lets begin too late. */
    private void giveUpBeyondBudget(Instant now, BiConsumer<Candidate, Shortage> giveUp) {
        for (CameraLine line : new ArrayList<>(lines.values())) {
            Optional<Candidate> last = line.last(now);
            while (last.isPresent() && last.get().isOverBudgetUntilTooLate(line.waiting() - 1L, now)) {
                if (line.pressed(now)) { // else the newest is, and its turn comes sooner from now on
                    giveUp.accept(last.get(), Shortage.BUDGET);
                }
                line.pressByBudget(now);
                last = line.last(now);
            }
        }
    }

    /** What is sent before the last of a line, if all that want get their shares. */
    private double ahead(CameraLine line, Candidate last, double wanting) {
        return underWay + (line.tasks() - last.left) * wanting / line.weight;
    }

    /** What there is too little of for a further frame of a camera to be taken; empty if it is to be. */
    Optional<Shortage> refusal(String camera, Instant now) {
        return Optional.ofNullable(lines.get(camera))
                .filter(line -> !line.takes(now))
                .map(line -> line.pressedByBudget(now) ? Shortage.BUDGET : Shortage.WORKERS);
    }

    /** What the frames of a camera that wait are to wait for longer than they may; empty if that is not known. */
    Optional<Shortage> shortage(String camera, Instant now) {
        if (Optional.ofNullable(lines.get(camera))
                .filter(line -> line.pressedByBudget(now))
                .isPresent()) {
            return Optional.of(Shortage.BUDGET);
        }
        return pressed(now) ? Optional.of(Shortage.WORKERS) : Optional.empty();
    }

    /** Whether nothing is held back. */
    boolean idle() {
        return !limited;
    }

    /** Which step of a ladder of plans a further frame of a camera is to take. */
    int step(String camera, int steps, Instant now) {
        CameraLine line = lines.get(camera);
        return line == null ? 0 : line.step(steps, now);
    }

    /** Whether it is known that more is wanted than the workers do in time. */
    boolean pressed(Instant now) {
        return lines.values().stream().anyMatch(line -> line.pressedByWorkers(now));
    }

    int underWay() {
        return underWay;
    }

    int waiting() {
        return lines.values().stream().mapToInt(CameraLine::waiting).sum();
    }

    /** Tasks that workers are needed for: not those that budgets hold back. */
    long tasks(Instant now) {
        return lines.values().stream().mapToLong(line -> line.sendable(now)).sum();
    }

    double perSecond(Instant now) {
        return rate.perSecond(now);
    }
}
