package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.ModelAnnouncement;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.WaitingFrames;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.streams.admission.Admission;
import dev.steadfast.streams.routing.CameraPattern;
import dev.steadfast.streams.routing.Portion;
import dev.steadfast.streams.routing.Route;
import dev.steadfast.streams.routing.Routes;
import dev.steadfast.streams.routing.ServedModel;
import dev.steadfast.streams.routing.ServiceLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelAnnouncerTest {

    private final SchemaRegistry registry = SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://announcer"));
    private final ModelAnnouncement announcement =
            Announcements.of(Routes.to(TestModels.animals()), TestFrames.SETTINGS, TestFrames.NOON);
    private final AtomicReference<Routes> routes = new AtomicReference<>(Routes.to(TestModels.animals()));
    private final AtomicReference<List<WaitingFrames>> waiting = new AtomicReference<>(List.of());
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void shouldTellTheBundleAndTheDefaults() {
        assertThat(announcement.getName()).isEqualTo("animals");
        assertThat(announcement.getDigest()).isEqualTo(TestModels.animals().digest());
        assertThat(announcement.getClasses()).containsExactly("ant", "bee", "cat");
        assertThat(announcement.getInputHeight()).isEqualTo(4);
        assertThat(announcement.getSigmaMin()).isEqualTo(0.1);
        assertThat(announcement.getSigmaMax()).isEqualTo(1);
        assertThat(announcement.getPlan()).isEqualTo(PlanKind.FIXED);
        assertThat(announcement.getSelectionSamples()).isEqualTo(20);
        assertThat(announcement.getEstimationSamples()).isEqualTo(100);
        assertThat(announcement.getTaskSamples()).isEqualTo(25);
        assertThat(announcement.getMaxSamples()).isEqualTo(TestFrames.SETTINGS.maxSamples());
        assertThat(announcement.getDeadlineMillis())
                .isEqualTo(TestFrames.SETTINGS.deadline().toMillis());
        assertThat(announcement.getAnnouncedAt()).isEqualTo(TestFrames.NOON);
    }

    @Test
    void shouldTryAgainUntilTheBrokersHaveIt() {
        try (ModelAnnouncer announcer = announcer(2, Duration.ofMillis(1))) {
            await().until(() -> !producer.history().isEmpty());

            assertThat(attempts).hasValue(3);
            ProducerRecord<String, byte[]> record = producer.history().get(0);
            assertThat(record.topic()).isEqualTo("served-models");
            assertThat(record.key()).isEqualTo("steadfast");
            assertThat(registry.serde(ModelAnnouncement.class).deserialize("served-models", record.value()))
                    .usingRecursiveComparison()
                    .ignoringFields("instance")
                    .isEqualTo(announcement);
            assertThat(announcer).isNotNull();
        }
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void shouldGiveUpWhenItIsClosed() {
        ModelAnnouncer announcer = announcer(Integer.MAX_VALUE, Duration.ofHours(1));
        await().until(() -> attempts.get() == 1);

        announcer.close();

        assertThat(attempts).hasValue(1);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void shouldTellOfFurtherBundlesWhichOfThemAnswer() {
        ServedModel animals = TestModels.animals();
        ServedModel retrained = TestModels.retrainedAnimals();
        Route route = new Route(
                List.of(new CameraPattern("*")),
                animals,
                Optional.empty(),
                Optional.of(new Portion(retrained, 0.5)),
                ServiceLevel.USUAL);

        ModelAnnouncement told = Announcements.of(
                new Routes(List.of(retrained, animals), List.of(route)), TestFrames.SETTINGS, TestFrames.NOON);

        assertThat(told.getDigest()).isEqualTo(animals.digest());
        assertThat(told.getQueue()).isEqualTo("noise-tasks");
        assertThat(told.getAnswers()).isTrue();
        assertThat(told.getOthers()).singleElement().satisfies(other -> {
            assertThat(other.getDigest()).isEqualTo(retrained.digest());
            assertThat(other.getQueue()).isEqualTo("noise-tasks-retrained");
            assertThat(other.getAnswers()).isFalse();
            assertThat(other.getOthers()).isEmpty();
        });
    }

    @Test
    void shouldAnnounceAgainWhenRoutesHaveChanged() {
        List<MockProducer<String, byte[]>> made = new CopyOnWriteArrayList<>();
        try (ModelAnnouncer announcer = ModelAnnouncer.start(
                "steadfast",
                routes::get,
                now -> Announcements.of(now, TestFrames.SETTINGS, TestFrames.NOON),
                waiting::get,
                registry,
                () -> {
                    made.add(new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()));
                    return made.get(made.size() - 1);
                },
                Duration.ofMillis(1))) {
            await().until(() -> made.size() == 1 && made.get(0).history().size() == 1);

            routes.set(Routes.to(TestModels.retrainedAnimals()));

            await().until(() -> made.size() == 2 && made.get(1).history().size() == 1);
            byte[] value = made.get(1).history().get(0).value();
            assertThat(registry.serde(ModelAnnouncement.class)
                            .deserialize("served-models", value)
                            .getDigest())
                    .isEqualTo(TestModels.retrainedAnimals().digest());
            assertThat(announcer).isNotNull();
        }
        assertThat(made).hasSize(2);
    }

    @Test
    void shouldTellWhatWaitsWhileAnythingDoesAndThatNothingDoesAnyMore() {
        waiting.set(Announcements.waiting(Map.of(
                "noise-tasks", new Admission.State(3, 2, 40, 8.5, true),
                "noise-tasks-idle", new Admission.State(3, 0, 0, 0, false))));
        List<MockProducer<String, byte[]>> made = new CopyOnWriteArrayList<>();

        try (ModelAnnouncer announcer = ModelAnnouncer.start(
                "steadfast",
                routes::get,
                now -> announcement,
                waiting::get,
                registry,
                () -> {
                    made.add(new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()));
                    return made.get(made.size() - 1);
                },
                Duration.ofMillis(1))) {
            await().until(() -> told(made).size() >= 3);
            waiting.set(List.of());
            await().until(() -> last(told(made)).getWaiting().isEmpty());

            assertThat(announcer).isNotNull();
        }
        List<ModelAnnouncement> told = told(made);
        assertThat(told.get(0).getWaiting()).containsExactly(new WaitingFrames("noise-tasks", 2, 40L, 8.5, true));
        assertThat(told).extracting(ModelAnnouncement::getInstance).doesNotContainNull();
        assertThat(told.stream().map(ModelAnnouncement::getInstance).distinct()).hasSize(1);
        assertThat(told.stream().filter(one -> one.getWaiting().isEmpty()))
                .as("once that nothing does")
                .hasSize(1);
    }

    private List<ModelAnnouncement> told(List<MockProducer<String, byte[]>> producers) {
        return producers.stream()
                .flatMap(one -> one.history().stream())
                .map(record -> registry.serde(ModelAnnouncement.class).deserialize("served-models", record.value()))
                .toList();
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private ModelAnnouncer announcer(int failures, Duration pause) {
        return ModelAnnouncer.start(
                "steadfast",
                routes::get,
                now -> Announcements.of(now, TestFrames.SETTINGS, TestFrames.NOON),
                waiting::get,
                registry,
                () -> {
                    if (attempts.incrementAndGet() <= failures) {
                        throw new KafkaException("the brokers are away");
                    }
                    return producer;
                },
                pause);
    }
}
