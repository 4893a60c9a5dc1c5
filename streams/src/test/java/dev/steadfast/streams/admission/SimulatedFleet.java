package dev.steadfast.streams.admission;

import dev.steadfast.schemas.SampleBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Workers that take tasks in the order in which they were sent, cameras that send frames at random times, and the topology's part of it, in
 * virtual time. Tasks of a frame that is past its deadline take no time.
 */
final class SimulatedFleet {

    static final Duration STEP = Duration.ofMillis(10);
    static final int TASK_SAMPLES = 25;
    private static final int OWNERS = 6;
    private static final String QUEUE = "noise-tasks";

    /** On the way to a worker, and of the votes back. */
    private static final Duration DELAY = Duration.ofMillis(150);

    enum End {
        TURNED_AWAY,
        DECIDED,
        GIVEN_UP,
        OVER_BUDGET,
        TOO_LATE
    }

    /** What became of a frame. */
    record Answer(String camera, Instant arrived, Instant answered, End end, int tasks) {
        Duration age() {
            return Duration.between(arrived, answered);
        }
    }

    private record Task(String id, Instant deadline) {}

    private record Vote(Instant at, String id) {}

    private static final class OpenFrame {
        final String owner;
        final String camera;
        final Instant arrived;
        final Instant deadline;
        final int tasks;
        int votes;
        int sent;

        OpenFrame(String owner, String camera, Instant arrived, Instant deadline, int tasks) {
            this.owner = owner;
            this.camera = camera;
            this.arrived = arrived;
            this.deadline = deadline;
            this.tasks = tasks;
        }
    }

    private record Camera(String name, double framesPerSecond, int tasks) {}

    private final Map<String, Double> weights = new HashMap<>();
    private final Map<String, SampleBudget> budgets = new HashMap<>();
    private final List<Admission> instances;
    private final Random random;
    private final Duration deadline;
    private final List<Camera> cameras = new ArrayList<>();

    /** In the order in which they arrived, which is that of their deadlines. */
    private final Map<String, OpenFrame> open = new LinkedHashMap<>();

    private final Deque<Task> queue = new ArrayDeque<>();
    private final PriorityQueue<Vote> votes =
            new PriorityQueue<>((one, other) -> one.at().compareTo(other.at()));
    private final List<Answer> answers = new ArrayList<>();
    private List<Integer> ladder = List.of();
    private Instant now = Instant.EPOCH;
    private double tasksPerSecond;
    private double credit;
    private int arrived;

    SimulatedFleet(double tasksPerSecond, Duration queueTime, Duration deadline, long seed) {
        this(tasksPerSecond, queueTime, deadline, seed, 1);
    }

    /** With several instances of the topology, each with a part of the owners. */
    SimulatedFleet(double tasksPerSecond, Duration queueTime, Duration deadline, long seed, int instances) {
        this.instances = Stream.generate(() -> new Admission(OWNERS, () -> queueTime))
                .limit(instances)
                .toList();
        this.tasksPerSecond = tasksPerSecond;
        this.deadline = deadline;
        this.random = new Random(seed);
    }

    void camera(String name, double framesPerSecond, int tasks) {
        cameras.add(new Camera(name, framesPerSecond, tasks));
    }

    /** What a camera gets of the workers beside others; 1 of those of which this says nothing. */
    void weight(String camera, double weight) {
        weights.put(camera, weight);
    }

    /** What a camera may have spent; as much as there is for those of which this says nothing. */
    void budget(String camera, SampleBudget budget) {
        budgets.put(camera, budget);
    }

    /** What frames cost at each step of a ladder of plans. */
    void ladder(Integer... tasksAtStep) {
        ladder = List.of(tasksAtStep);
    }

    void noMoreFrames() {
        cameras.clear();
    }

    void speed(double newTasksPerSecond) {
        tasksPerSecond = newTasksPerSecond;
    }

    /** One frame, now. */
    void frame(String camera, int asked) {
        String owner = "0_" + random.nextInt(OWNERS);
        String id = "f" + arrived++;
        Instant until = now.plus(deadline);
        Admission intake = instances.get(Math.floorMod(camera.hashCode(), instances.size()));
        int tasks = ladder.isEmpty() ? asked : ladder.get(intake.step(QUEUE, camera, ladder.size() - 1, now));
        if (intake.refusal(QUEUE, camera, now).isPresent()) {
            answers.add(new Answer(camera, now, now, End.TURNED_AWAY, tasks));
            return;
        }
        open.put(id, new OpenFrame(owner, camera, now, until, tasks));
        admission(owner)
                .apply(
                        new Applicant(
                                owner,
                                id,
                                camera,
                                weights.getOrDefault(camera, 1.0),
                                QUEUE,
                                tasks,
                                0,
                                false,
                                TASK_SAMPLES,
                                Optional.ofNullable(budgets.get(camera)),
                                until),
                        now);
        obey(owner);
    }

    void run(Duration time) {
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            now = now.plus(STEP);
            arrive();
            work();
            count();
            for (int owner = 0; owner < OWNERS; owner++) {
                obey("0_" + owner);
            }
            expire();
        }
    }

    List<Answer> answers() {
        return answers;
    }

    int arrived() {
        return arrived;
    }

    int open() {
        return open.size();
    }

    Instant now() {
        return now;
    }

    private Admission admission(String owner) {
        return instances.get(owner.charAt(owner.length() - 1) % instances.size());
    }

    private void arrive() {
        for (Camera camera : List.copyOf(cameras)) {
            double expected = camera.framesPerSecond() * STEP.toNanos() / 1e9;
            int frames = (int) expected + (random.nextDouble() < expected - (int) expected ? 1 : 0);
            for (int i = 0; i < frames; i++) {
                frame(camera.name(), camera.tasks());
            }
        }
    }

    private void work() {
        credit = Math.min(credit + tasksPerSecond * STEP.toNanos() / 1e9, Math.max(1, tasksPerSecond / 10));
        while (!queue.isEmpty() && (credit >= 1 || queue.getFirst().deadline().isBefore(now))) {
            Task task = queue.removeFirst();
            if (!task.deadline().isBefore(now)) {
                credit--;
            }
            votes.add(new Vote(now.plus(DELAY), task.id()));
        }
    }

    private void count() {
        while (!votes.isEmpty() && !votes.peek().at().isAfter(now)) {
            String id = votes.remove().id();
            OpenFrame frame = open.get(id);
            if (frame != null) {
                frame.votes++;
                admission(frame.owner).counted(frame.owner, id, now);
                if (frame.votes == frame.tasks) {
                    end(id, End.DECIDED);
                }
            }
        }
    }

    private void obey(String owner) {
        for (Orders orders = admission(owner).collect(owner, now);
                !orders.isEmpty();
                orders = admission(owner).collect(owner, now)) {
            for (Orders.Sending sending : orders.sendings()) {
                OpenFrame frame = open.get(sending.id());
                if (frame != null) {
                    frame.sent += sending.tasks();
                    if (frame.sent > frame.tasks) {
                        throw new AssertionError("more tasks were to be sent than there are: " + sending);
                    }
                    for (int i = 0; i < sending.tasks(); i++) {
                        queue.addLast(new Task(sending.id(), frame.deadline));
                    }
                }
            }
            orders.givenUp()
                    .forEach(order ->
                            end(order.id(), order.shortage() == Shortage.BUDGET ? End.OVER_BUDGET : End.GIVEN_UP));
        }
    }

    private void expire() {
        Optional<Map.Entry<String, OpenFrame>> oldest = oldest();
        while (oldest.isPresent() && oldest.get().getValue().deadline.isBefore(now)) {
            end(oldest.get().getKey(), End.TOO_LATE);
            oldest = oldest();
        }
    }

    private Optional<Map.Entry<String, OpenFrame>> oldest() {
        return open.entrySet().stream().findFirst();
    }

    private void end(String id, End how) {
        OpenFrame frame = open.remove(id);
        if (frame == null) {
            throw new AssertionError("answered twice: " + id);
        }
        if ((how == End.GIVEN_UP || how == End.OVER_BUDGET) && frame.sent > 0) {
            throw new AssertionError("given up after tasks were sent: " + id);
        }
        admission(frame.owner).ended(frame.owner, id, now);
        answers.add(new Answer(frame.camera, frame.arrived, now, how, frame.tasks));
    }
}
