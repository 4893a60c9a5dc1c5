package dev.steadfast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkersTest {

    @ParameterizedTest
    @CsvSource({"1, 7", "2, 7", "3, 3", "4, 1", "2, 0"})
    void shouldDoEverythingOnce(int count, int limit) {
        AtomicIntegerArray done = new AtomicIntegerArray(limit);
        try (Workers workers = new Workers(count)) {
            workers.each(limit, done::incrementAndGet);
        }

        for (int i = 0; i < limit; i++) {
            assertThat(done.get(i)).isEqualTo(1);
        }
    }

    @Test
    void shouldWorkAtTheSameTime() {
        CyclicBarrier all = new CyclicBarrier(3);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (Workers workers = new Workers(3)) {
            workers.each(3, i -> {
                threads.add(Thread.currentThread());
                await(all);
            });
        }

        assertThat(threads).hasSize(3).contains(Thread.currentThread());
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "2, 1"})
    void shouldFailAsTheWorkDoes(int count, int failing) {
        try (Workers workers = new Workers(count)) {
            assertThatThrownBy(() -> workers.each(2, i -> {
                        if (i == failing) {
                            throw new TrainingException("work " + i);
                        }
                    }))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage("work " + failing);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("not all of them work at the same time", e);
        }
    }
}
