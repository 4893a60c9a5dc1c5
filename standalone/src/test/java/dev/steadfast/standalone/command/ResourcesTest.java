package dev.steadfast.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ResourcesTest {

    private final List<String> closed = Collections.synchronizedList(new ArrayList<>());
    private final Resources resources = new Resources();

    @Test
    void shouldCloseInReverseOrderAndOnce() {
        resources.start(() -> named("first"));
        resources.start(() -> named("second"));

        resources.close();
        resources.stop();

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void shouldCloseTheOthersWhenOneFails() {
        resources.start(() -> named("first"));
        resources.start(() -> () -> {
            throw new IllegalStateException("for the test");
        });
        resources.start(() -> named("third"));

        resources.close();

        assertThat(closed).containsExactly("third", "first");
    }

    @Test
    void shouldStartNothingAfterItWasClosed() {
        resources.close();

        assertThatThrownBy(() -> resources.start(() -> {
                    throw new AssertionError("started");
                }))
                .isInstanceOf(StoppedException.class);
    }

    @Test
    void shouldKeepNothingOfAStartThatFailed() {
        assertThatThrownBy(() -> resources.start(() -> {
                    throw new CommandException("for the test");
                }))
                .isInstanceOf(CommandException.class);

        resources.start(() -> named("next"));
        resources.close();

        assertThat(closed).containsExactly("next");
    }

    @Test
    void shouldWaitForTheStepInHandBeforeItStops() throws Exception {
        CountDownLatch starting = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        resources.start(() -> named("first"));
        Thread command = new Thread(() -> resources.start(() -> {
            starting.countDown();
            awaitQuietly(mayEnd);
            return named("second");
        }));
        command.start();
        starting.await();

        Thread hook = new Thread(resources::stop);
        hook.start();
        await().until(() -> hook.getState() == Thread.State.BLOCKED);
        assertThat(closed).isEmpty();
        mayEnd.countDown();
        command.join();
        hook.join();

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void shouldSayNothingOfWhatFailsBecauseTheProcessStops() {
        assertThatThrownBy(() -> Resources.closedAtTheEndOf(own -> {
                    own.stop();
                    throw new CommandException("the broker is gone");
                }))
                .isInstanceOf(StoppedException.class);
        assertThatThrownBy(() -> Resources.closedAtTheEndOf(own -> {
                    own.close();
                    throw new CommandException("the service gave up");
                }))
                .isInstanceOf(CommandException.class);
    }

    private AutoCloseable named(String name) {
        return () -> closed.add(name);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
