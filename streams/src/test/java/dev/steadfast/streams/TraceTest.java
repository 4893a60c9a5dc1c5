package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.TraceParent;
import dev.steadfast.streams.metrics.StreamsInstruments;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace context of a frame, on its way to the prediction; and nothing else of its headers. */
class TraceTest {

    private static final Optional<String> TRACE =
            Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    @TempDir
    private Path stateFolder;

    private DrivenTopology driven;

    @SuppressWarnings("NullAway.Init")
    TraceTest() {}

    @BeforeEach
    void start() {
        driven = new DrivenTopology(stateFolder, new StreamsInstruments(new Meters()));
    }

    @AfterEach
    void stop() {
        driven.close();
    }

    @Test
    void shouldGoWithTheFrameToItsTasksAndItsPrediction() {
        Headers headers = TraceParent.headers(TRACE).add("secret", "of the producer".getBytes(StandardCharsets.UTF_8));
        publish(TestFrames.frame("f-1").build(), headers);

        List<TestRecord<String, NoiseTask>> tasks =
                driven.output(Topics.NOISE_TASKS).readRecordsToList();
        tasks.forEach(task -> driven.input(Topics.VOTES)
                .pipeInput(
                        "f-1",
                        driven.bytes(
                                Topics.VOTES, TestVotes.unanimous(task.value()).build())));

        assertThat(tasks).isNotEmpty().allSatisfy(task -> hasTrace(task.headers()));
        hasTrace(driven.output(Topics.ACCEPTED_FRAMES).readRecord().headers());
        hasTrace(driven.output(Topics.CERTIFIED_PREDICTIONS).readRecord().headers());
    }

    @Test
    void shouldBeOnThePredictionOfAFrameWithoutVotes() {
        publish(TestFrames.frame("f-1").build(), TraceParent.headers(TRACE));

        driven.driver().advanceWallClockTime(TestFrames.SETTINGS.deadline().plusSeconds(1));

        hasTrace(driven.output(Topics.CERTIFIED_PREDICTIONS).readRecord().headers());
    }

    @Test
    void shouldBeOnARejection() {
        publish(TestFrames.frame("f-1").setContentType("text/html").build(), TraceParent.headers(TRACE));

        hasTrace(driven.output(Topics.REJECTED_FRAMES).readRecord().headers());
    }

    @Test
    void shouldNotBeMadeUp() {
        publish(TestFrames.frame("f-1").build(), TraceParent.headers(Optional.empty()));

        assertThat(driven.output(Topics.NOISE_TASKS).readRecord().headers()).isEmpty();
    }

    private static void hasTrace(Headers headers) {
        assertThat(headers).hasSize(1);
        assertThat(TraceParent.in(headers)).isEqualTo(TRACE);
    }

    private void publish(Frame frame, Headers headers) {
        driven.input(Topics.FRAMES).pipeInput(new TestRecord<>("door", driven.bytes(Topics.FRAMES, frame), headers));
    }
}
