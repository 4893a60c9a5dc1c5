import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.Topics;
import dev.steadfast.standalone.services.StreamsCommand;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Frames a second of the topology with workers that answer at once: a broker, an instance of the topology as deployments run it, a stub of a worker, and the load, all in
 * this JVM, with as many frames under way as the second argument says. Then, beside it, as many records as those frames make, written and read by plain clients.
 * Arguments: seconds of each, frames under way.
 */
public final class Topology {
    private static final Duration LINGER = Duration.ofMillis(2);
    private static final int WARM_UP_SECONDS = 20;

    /** A frame, its accepted form, its tasks and their votes, its prediction. */
    private static final int RECORDS = 3 + 2 * Load.TASKS;

    private final Load load;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong decided = new AtomicLong();
    private final Semaphore room;
    private volatile boolean ending;

    private Topology(Map<String, String> kafka, int underWay) {
        this.load = new Load(kafka);
        this.room = new Semaphore(underWay);
    }

    public static void main(String[] arguments) throws Exception {
        double seconds = Double.parseDouble(arguments[0]);
        int underWay = Integer.parseInt(arguments[1]);
        Embedded.during((settings, resources, meters) -> {
            Topology bench = new Topology(settings.kafka(), underWay);
            Thread worker = bench.background("stub-worker", bench::vote);
            StreamsCommand.start(settings, resources, meters);
            Thread reader = bench.background("load-reader", bench::read);
            Thread load = bench.background("load-writer", bench::publish);
            bench.measure(WARM_UP_SECONDS, false);
            bench.measure(seconds, true);
            bench.ending = true;
            for (Thread thread : List.of(load, worker, reader)) {
                thread.join();
            }
            bench.plainly(seconds / 2);
        });
    }

    private Thread background(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void measure(double seconds, boolean say) throws InterruptedException {
        Map<String, Double> before = processorSeconds();
        long answersBefore = answered.get();
        long decidedBefore = decided.get();
        long begin = System.nanoTime();
        Thread.sleep((long) (1000 * seconds));
        double elapsed = (System.nanoTime() - begin) * 1e-9;
        long answers = answered.get() - answersBefore;
        Map<String, Double> spent = processorSeconds();
        StringBuilder parts = new StringBuilder();
        spent.forEach((part, time) -> parts.append(parts.isEmpty() ? "" : ", ")
                .append("\"%s\": %.3f".formatted(part, 1000 * (time - before.getOrDefault(part, 0.0)) / Math.max(1, answers))));
        if (say) {
            System.out.printf(
                    "{\"what\": \"topology\", \"perSecond\": %.1f, \"decidedShare\": %.4f, \"millisecondsAFrame\": {%s}}%n",
                    answers / elapsed, (decided.get() - decidedBefore) / (double) Math.max(1, answers), parts);
        }
    }

    /** Processor time by what threads are for. */
    private static Map<String, Double> processorSeconds() {
        var threads = ManagementFactory.getThreadMXBean();
        Map<String, Double> sums = new TreeMap<>();
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            long nanos = threads.getThreadCpuTime(id);
            if (info != null && nanos > 0) {
                sums.merge(part(info.getThreadName()), nanos * 1e-9, Double::sum);
            }
        }
        return sums;
    }

    private static String part(String thread) {
        if (thread.contains("StreamThread") && !thread.startsWith("kafka-producer")) {
            return "topology";
        } else if (thread.contains("StreamThread")) {
            return "topology's producers";
        } else if (thread.startsWith("stub") || thread.contains("stub")) {
            return "stub worker";
        } else if (thread.startsWith("load") || thread.contains("load")) {
            return "load";
        }
        return "broker and others";
    }

    /** A worker that is asked, and has answered. */
    private void vote() {
        AvroSerde<NoiseTask> tasks = load.registry().serde(NoiseTask.class);
        AvroSerde<VoteBatch> votes = load.registry().serde(VoteBatch.class);
        try (var consumer = load.consumer("stub-worker", Topics.NOISE_TASKS.name());
                var producer = load.producer("stub-worker", LINGER)) {
            while (!ending) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    NoiseTask task = tasks.deserialize(record.topic(), record.value());
                    List<Integer> counts = new ArrayList<>(Collections.nCopies(10, 0));
                    counts.set(0, task.getSamples());
                    VoteBatch batch = VoteBatch.newBuilder()
                            .setFrameId(task.getFrameId())
                            .setTaskIndex(task.getTaskIndex())
                            .setFirstSample(task.getFirstSample())
                            .setNoiseKey(task.getNoiseKey())
                            .setSamples(task.getSamples())
                            .setVotes(counts)
                            .setInvalid(0)
                            .setModelDigest(task.getModelDigest())
                            .setBackend("stub")
                            .setWorkerId("stub")
                            .setStartedAt(Instant.now())
                            .setComputeMillis(0)
                            .setIllustrations(List.of())
                            .setTasksAsked(task.getTasksAsked())
                            .build();
                    String topic = Topics.VOTES.name();
                    producer.send(new ProducerRecord<>(topic, task.getFrameId(), votes.serialize(topic, batch)));
                }
            }
        }
    }

    private void read() {
        try (var consumer = load.answers("load-reader")) {
            while (!ending) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    answered.incrementAndGet();
                    room.release();
                    if (load.isDecided(record)) {
                        decided.incrementAndGet();
                    }
                }
            }
        }
    }

    private void publish() {
        try (var producer = load.producer("load-writer", LINGER)) {
            while (!ending) {
                if (room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                    producer.send(load.frame());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As many records as frames make, of the size of tasks, through the same broker, by a plain producer and a plain consumer. */
    private void plainly(double seconds) {
        byte[] value = new byte[3200];
        new Random(2).nextBytes(value);
        String topic = Topics.DEAD_LETTERS.name(); // which nobody else uses here
        long read = 0;
        long written = 0;
        try (var producer = load.producer("plain", LINGER);
                var consumer = load.consumer("plain", topic)) {
            long begin = System.nanoTime();
            while ((System.nanoTime() - begin) * 1e-9 < seconds) {
                for (; written < read + 20_000; written++) {
                    producer.send(new ProducerRecord<>(topic, "key-" + written % 97, value));
                }
                read += consumer.poll(Duration.ofMillis(50)).count();
            }
            double elapsed = (System.nanoTime() - begin) * 1e-9;
            System.out.printf("{\"what\": \"plain clients\", \"perSecond\": %.1f}%n", read / elapsed / RECORDS);
        }
    }
}
