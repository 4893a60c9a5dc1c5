package dev.steadfast.workers.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory and load of the GPUs that this process sees, as NVIDIA's {@code nvidia-smi} tells them; its container runtime brings that into every
 * container with the capability {@code utility}. Where it is missing or fails, there is nothing to see, and the worker does not mind.
 *
 * <p>Threading notes: a thread of its own asks every few seconds, so that no scrape waits for the driver.
 */
public final class Gpus implements MeterBinder, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gpus.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final List<String> COMMAND = List.of(
            "nvidia-smi",
            "--query-gpu=index,memory.used,memory.total,utilization.gpu",
            "--format=csv,noheader,nounits");
    private static final long MEBIBYTE = 1L << 20;

    /**
     * One GPU, at one moment; NaN for what the driver does not tell.
     *
     * @param index the driver's number for it
     * @param usedBytes memory in use, by any process
     * @param bytes memory there is
     * @param utilisation the share of late in which it was busy, from 0 to 1
     */
    record Reading(String index, double usedBytes, double bytes, double utilisation) {

        /** Reads a line of the query; empty if it is none. */
        static Optional<Reading> of(String line) {
            String[] fields = line.split("\\s*,\\s*", -1);
            return fields.length != 4 || !fields[0].strip().matches("\\d+")
                    ? Optional.empty()
                    : Optional.of(new Reading(
                            fields[0].strip(),
                            number(fields[1]) * MEBIBYTE,
                            number(fields[2]) * MEBIBYTE,
                            number(fields[3]) / 100));
        }

        private static double number(String field) {
            try {
                return Double.parseDouble(field.strip());
            } catch (NumberFormatException e) { // "[N/A]", under MIG for example
                return Double.NaN;
            }
        }
    }

    private final List<String> command;
    private final Map<String, Reading> readings = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "gpus");
        daemon.setDaemon(true);
        return daemon;
    });

    /** Gpus that are asked about once they are bound. */
    public Gpus() {
        this(COMMAND);
    }

    Gpus(List<String> command) {
        this.command = command;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Future<?> ignored =
                thread.scheduleWithFixedDelay(() -> ask(registry), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask(MeterRegistry registry) {
        try {
            for (Reading reading : readings()) {
                if (readings.put(reading.index(), reading) == null) {
                    register(reading.index(), registry);
                }
            }
        } catch (IOException e) {
            LOG.atInfo().addKeyValue("error", e.getMessage()).log("No metrics of GPUs: nvidia-smi cannot be run");
            thread.shutdown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void register(String gpu, MeterRegistry registry) {
        gauge(MetricNames.GPU_MEMORY_USED, gpu, Reading::usedBytes, registry);
        gauge(MetricNames.GPU_MEMORY, gpu, Reading::bytes, registry);
        gauge(MetricNames.GPU_UTILISATION, gpu, Reading::utilisation, registry);
    }

    private void gauge(String name, String gpu, ToDoubleFunction<Reading> value, MeterRegistry registry) {
        Gauge.builder(name, readings, all -> Optional.ofNullable(all.get(gpu))
                        .map(value::applyAsDouble)
                        .orElse(Double.NaN))
                .tag("gpu", gpu)
                .register(registry);
    }

    private List<Reading> readings() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                return List.of();
            }
            List<Reading> found = new ArrayList<>();
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> Reading.of(line).ifPresent(found::add));
            return found;
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
