package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PassPoolTest {
    private final PassPool passes = new PassPool(2);

    @AfterEach
    void close() {
        passes.close();
    }

    @Test
    void shouldRunTwoAtATime() {
        CountDownLatch bothBegan = new CountDownLatch(2);

        List<Boolean> met = passes.run(List.of(1, 2), item -> meets(bothBegan));

        assertThat(met).containsExactly(true, true);
    }

    @Test
    void shouldGiveResultsInOrder() {
        List<Integer> items = IntStream.range(0, 100).boxed().toList();

        assertThat(passes.run(items, item -> 2 * item))
                .isEqualTo(items.stream().map(item -> 2 * item).toList());
    }

    @Test
    void shouldLetTheOthersEndBeforeItFails() {
        AtomicInteger finished = new AtomicInteger();

        assertThatIllegalStateException()
                .isThrownBy(() -> passes.run(List.of(0, 1, 2, 3, 4, 5), item -> {
                    if (item == 1) {
                        throw new IllegalStateException("pass " + item);
                    }
                    return finished.incrementAndGet();
                }))
                .withMessage("pass 1");

        assertThat(finished).as("passes that ended before the failure was told").hasValue(5);
    }

    @Test
    void shouldNotLeaveAPassUnderWayWhenInterrupted() {
        AtomicInteger finished = new AtomicInteger();
        Thread.currentThread().interrupt();

        passes.run(List.of(1, 2, 3), item -> finished.incrementAndGet());

        assertThat(finished).hasValue(3);
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    }

    private static boolean meets(CountDownLatch others) {
        others.countDown();
        try {
            return others.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
