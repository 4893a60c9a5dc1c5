package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rates of several things that are measured in turn, in every round, so that whatever else the machine does meets all of them alike. What to
 * compare are the ratios, taken within each round.
 */
final class SideBySide {
    private final Map<String, Work> works = new LinkedHashMap<>();
    private final int rounds;

    private record Work(int samples, IntConsumer work, List<Double> rates) {}

    SideBySide(int rounds) {
        this.rounds = rounds;
    }

    /** Adds something to measure: it is told how many samples to make. */
    void add(String name, int samples, IntConsumer work) {
        works.put(name, new Work(samples, work, new ArrayList<>()));
    }

    /** Measures everything; a first round, which does not count, warms up. */
    void measure() {
        for (int round = -1; round < rounds; round++) {
            for (Work work : works.values()) {
                long start = System.nanoTime();
                work.work.accept(work.samples);
                double seconds = (System.nanoTime() - start) / 1e9;
                if (round >= 0) {
                    work.rates.add(work.samples / seconds);
                }
            }
        }
    }

    /** Prints a table: median, least and most, of the rates and of their ratios to one of them. */
    void print(String machine, String yardstick) {
        Work own = works.get(yardstick);
        assertThat(own).as("rates of " + yardstick).isNotNull();
        System.out.printf(
                Locale.ROOT,
                "%n%s%n%d rounds, %d cores, median (least to most)%n%n",
                machine,
                rounds,
                Runtime.getRuntime().availableProcessors());
        System.out.printf("| | samples/s | times \"%s\" |%n|---|---|---|%n", yardstick);
        works.forEach((name, work) -> System.out.printf(
                "| %s | %s | %s |%n",
                name,
                summary("%.0f", work.rates.stream()),
                summary(
                        "%.2f",
                        IntStream.range(0, rounds).mapToObj(round -> work.rates.get(round) / own.rates.get(round)))));
    }

    private String summary(String format, Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        String pattern = format + " (" + format + " to " + format + ")";
        return String.format(Locale.ROOT, pattern, sorted.get(rounds / 2), sorted.get(0), sorted.get(rounds - 1));
    }
}
