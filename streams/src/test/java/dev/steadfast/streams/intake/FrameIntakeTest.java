package dev.steadfast.streams.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.images.OrientationRule;
import dev.steadfast.images.TestImages;
import dev.steadfast.images.TestJpeg;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.Plans;
import dev.steadfast.schemas.RegistryException;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.settings.SettingsException;
import dev.steadfast.smoothing.plans.SequentialPlan;
import dev.steadfast.streams.TestFrames;
import dev.steadfast.streams.TestModels;
import dev.steadfast.streams.admission.Admission;
import dev.steadfast.streams.admission.Applicant;
import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.routing.CameraPattern;
import dev.steadfast.streams.routing.Route;
import dev.steadfast.streams.routing.Routes;
import dev.steadfast.streams.routing.Routing;
import dev.steadfast.streams.routing.ServedModel;
import dev.steadfast.streams.routing.ServiceLevel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FrameIntakeTest {

    private static final Instant NOW = TestFrames.NOON.plusSeconds(1);

    private final SchemaRegistry registry = SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://intake"));
    private final AvroSerde<Frame> serde = registry.serde(Frame.class);
    private final FrameIntake intake = intake(registry);

    @Test
    void shouldAcceptAFrameWithItsCertifiedInputAndTheDefaultPlan() {
        AcceptedFrame accepted = accept(TestFrames.frame("f-1").build());

        assertThat(accepted.getCameraId()).isEqualTo("door");
        assertThat(accepted.getAcceptedAt()).isEqualTo(NOW);
        assertThat(accepted.getGroundTruth()).isEqualTo(1);
        assertThat(accepted.getPlan()).isEqualTo(PlanKind.FIXED);
        assertThat(accepted.getSigma()).isEqualTo(0.25);
        assertThat(accepted.getSelectionSamples()).isEqualTo(20);
        assertThat(accepted.getEstimationSamples()).isEqualTo(100);
        assertThat(accepted.getSourceOffset()).isEqualTo(7);
        assertThat(accepted.getPixelRules()).isEqualTo("steadfast-1 orientation=exif");
        byte[] input = accepted.getImage().array();
        assertThat(input).hasSize(3 * 4 * 4);
        assertThat(input[5]).as("red of (1, 1)").isEqualTo((byte) 1);
        assertThat(input[47]).as("blue of the last pixel").isEqualTo((byte) 200);
    }

    @Test
    void shouldLetTheProducerChooseThePlan() {
        AcceptedFrame accepted = accept(TestFrames.frame("f-1")
                .setOptions(TestFrames.options()
                        .setPlan(PlanKind.PREDICT)
                        .setSigma(0.5)
                        .setEstimationSamples(50)
                        .build())
                .build());

        assertThat(accepted.getPlan()).isEqualTo(PlanKind.PREDICT);
        assertThat(accepted.getSigma()).isEqualTo(0.5);
        assertThat(accepted.getAlpha()).isEqualTo(0.001);
        assertThat(accepted.getSelectionSamples()).isZero();
        assertThat(accepted.getEstimationSamples()).isEqualTo(50);
    }

    @Test
    void shouldTellTheSameFrameAgainFromAnotherWithItsId() {
        AcceptedFrame first = accept(TestFrames.frame("f-1").build());
        AcceptedFrame again = accept(TestFrames.frame("f-1").setCapturedAt(NOW).build());
        AcceptedFrame other = accept(TestFrames.frame("f-1").setGroundTruth(2).build());

        assertThat(again.getContentSha256()).isEqualTo(first.getContentSha256());
        assertThat(other.getContentSha256()).isNotEqualTo(first.getContentSha256());
    }

    @TestFactory
    Stream<DynamicTest> shouldRejectFramesThatBreakARule() {
        return Stream.of(
                bad(RejectionReason.INVALID_FRAME_ID, "frame id", frame -> frame.setFrameId("")),
                bad(RejectionReason.INVALID_FRAME_ID, "129 characters", frame -> frame.setFrameId("x".repeat(129))),
                bad(RejectionReason.INVALID_CAMERA_ID, "camera id", frame -> frame.setCameraId("back door")),
                bad(
                        RejectionReason.INVALID_LABEL,
                        "from 0 to 2, the classes of animals 1, was 3",
                        frame -> frame.setGroundTruth(3)),
                bad(RejectionReason.EMPTY_IMAGE, "no bytes", frame -> image(frame, new byte[0])),
                bad(
                        RejectionReason.UNSUPPORTED_CONTENT_TYPE,
                        "image/tiff",
                        frame -> frame.setContentType("image/tiff")),
                bad(RejectionReason.IMAGE_TOO_LARGE, "at most 5000", frame -> image(frame, new byte[5001])),
                bad(
                        RejectionReason.TOO_MANY_PIXELS,
                        "at most 1000",
                        frame -> image(frame, TestImages.pngAnnouncing(9_000, 9_000))),
                bad(RejectionReason.NOT_AN_IMAGE, "do not begin", frame -> image(frame, new byte[] {1, 2, 3})),
                bad(
                        RejectionReason.UNREADABLE_IMAGE,
                        "the PNG image ends before its last pixel",
                        frame -> image(frame, TestImages.pngAnnouncing(4, 4))),
                bad(
                        RejectionReason.UNSUPPORTED_IMAGE,
                        "four components",
                        frame -> jpeg(
                                frame,
                                TestJpeg.of(8, 8)
                                        .component(1, 1, 1)
                                        .component(2, 1, 1)
                                        .component(3, 1, 1)
                                        .component(4, 1, 1)
                                        .encode())),
                bad(
                        RejectionReason.TOO_MANY_SCANS,
                        "has more than 3 scans, the most that are taken",
                        frame -> jpeg(frame, TestImages.jpeg(TestImages.gradient(30, 30), 0.9f, true))),
                bad(
                        RejectionReason.TOO_MUCH_WORK,
                        "has 60 x 60 pixels in 3 scans",
                        new IntakeSettings(
                                5000, 4000, 3, 10_000, 100_000, Duration.ofSeconds(10), OrientationRule.EXIF),
                        frame -> jpeg(
                                frame,
                                TestJpeg.of(60, 60).colour(1, 1).separateScans().encode())),
                bad(
                        RejectionReason.TOO_MUCH_WORK,
                        "took more than 0 ms to decode, twice",
                        new IntakeSettings(5000, 1000, 3, 10_000, 100_000, Duration.ofNanos(1), OrientationRule.EXIF),
                        frame -> frame),
                bad(
                        RejectionReason.SIGMA_OUT_OF_RANGE,
                        "sigma",
                        frame -> frame.setOptions(
                                TestFrames.options().setSigma(Double.NaN).build())),
                bad(
                        RejectionReason.SIGMA_OUT_OF_RANGE,
                        "from 0.1 to 1.0, the range of animals 1, was 1.5",
                        frame -> frame.setOptions(
                                TestFrames.options().setSigma(1.5).build())),
                bad(
                        RejectionReason.ALPHA_OUT_OF_RANGE,
                        "alpha",
                        frame -> frame.setOptions(
                                TestFrames.options().setAlpha(0.0).build())),
                bad(
                        RejectionReason.SAMPLES_OUT_OF_RANGE,
                        "0",
                        frame -> frame.setOptions(
                                TestFrames.options().setSelectionSamples(0).build())),
                bad(
                        RejectionReason.SAMPLES_OUT_OF_RANGE,
                        "at most 10000",
                        frame -> frame.setOptions(TestFrames.options()
                                .setEstimationSamples(10_000)
                                .build())),
                bad(
                        RejectionReason.RADIUS_OUT_OF_RANGE,
                        "radius = -0.1: must be 0 or more",
                        frame -> frame.setOptions(sequential(-0.1))),
                bad(
                        RejectionReason.CANNOT_CERTIFY,
                        "the largest radius is 0.35",
                        frame -> frame.setOptions(sequential(0.5))),
                bad(
                        RejectionReason.MAX_AGE_OUT_OF_RANGE,
                        "from 1 to 21600000 milliseconds, was 0",
                        frame -> frame.setOptions(
                                TestFrames.options().setMaxAgeMillis(0L).build())),
                bad(
                        RejectionReason.MAX_AGE_OUT_OF_RANGE,
                        "was 9223372036854775807",
                        frame -> frame.setOptions(TestFrames.options()
                                .setMaxAgeMillis(Long.MAX_VALUE)
                                .build())),
                bad(
                        RejectionReason.UNKNOWN_PLAN,
                        "FIXED, PREDICT and SEQUENTIAL",
                        frame -> frame.setOptions(
                                TestFrames.options().setPlan(PlanKind.UNKNOWN).build())),
                bad(
                        RejectionReason.CANNOT_CERTIFY,
                        "10",
                        frame -> frame.setOptions(
                                TestFrames.options().setEstimationSamples(9).build())));
    }

    /** It is remembered across upgrades. */
    @Test
    void shouldKeepTheDigestsOfContents() {
        assertThat(accept(TestFrames.frame("f-1").build()).getContentSha256())
                .isEqualTo("06466d814a23524abb8f04310cec69df4533bbde66f7d3b3b4df1b8ae5f5e712");
        assertThat(accept(TestFrames.frame("f-1").setOptions(sequential(0.2)).build())
                        .getContentSha256())
                .isEqualTo("9b602e80a90cb77396787fc373009eef53bd2408f1fadee2580e60546b3eb7e7");
    }

    @Test
    void shouldNoteWhenAFrameIsTooOld() {
        assertThat(accept(TestFrames.frame("f-1").build()).getAnswerBy()).isNull();
        assertThat(accept(TestFrames.frame("f-2")
                                .setOptions(TestFrames.options()
                                        .setMaxAgeMillis(1500L)
                                        .build())
                                .build())
                        .getAnswerBy())
                .isEqualTo(TestFrames.NOON.plusMillis(1500));
    }

    private static SamplingOptions sequential(double radius) {
        return TestFrames.options()
                .setPlan(PlanKind.SEQUENTIAL)
                .setRadius(radius)
                .build();
    }

    @Test
    void shouldTakeTheRadiusThatIsAskedForAndTheDefaultsOfItsPlan() {
        AcceptedFrame asked =
                accept(TestFrames.frame("f-1").setOptions(sequential(0.2)).build());
        AcceptedFrame standard = accept(TestFrames.frame("f-2")
                .setOptions(TestFrames.options().setPlan(PlanKind.SEQUENTIAL).build())
                .build());

        assertThat(asked.getTargetRadius()).isEqualTo(0.2);
        assertThat(asked.getSelectionSamples()).isEqualTo(10);
        assertThat(asked.getEstimationSamples()).isEqualTo(100);
        assertThat(standard.getTargetRadius()).isEqualTo(0.1);
        assertThat(Plans.of(asked)).isEqualTo(new SequentialPlan(0.25, 0.001, 10, 100, 0.2));
    }

    @Test
    void shouldRejectAFrameThatIsTooOldWhenItIsReadAndDecodeNothing() {
        Frame.Builder broken = TestFrames.frame("f-1").setImage(ByteBuffer.wrap(new byte[] {1}));

        RejectedFrame own = reject(serde.serialize(
                "frames",
                broken.setOptions(TestFrames.options().setMaxAgeMillis(999L).build())
                        .build()));
        RejectedFrame routed = reject(
                intake(Duration.ofMillis(500), admission()),
                serde.serialize("frames", broken.setOptions(null).build()));

        assertThat(own.getReason()).isEqualTo(RejectionReason.TOO_OLD);
        assertThat(own.getMessage()).contains("within 999 ms of its capture", "was read 1000 ms after it");
        assertThat(routed.getReason()).isEqualTo(RejectionReason.TOO_OLD);
        assertThat(routed.getMessage()).contains("within 500 ms");
        assertThat(accept(TestFrames.frame("f-2")
                                .setOptions(TestFrames.options()
                                        .setMaxAgeMillis(1000L)
                                        .build())
                                .build())
                        .getAnswerBy())
                .isEqualTo(NOW);
    }

    @Test
    void shouldTurnFramesAwayOfACameraThatSendsTooManyAndTakeThoseOfOthers() {
        Admission admission = admission();
        Instant now = press(admission);
        FrameIntake pressed = intake(Duration.ofHours(1), admission);
        List<IntakeResult> door = new ArrayList<>();
        List<IntakeResult> gate = new ArrayList<>();

        for (int i = 0; i < 100; i++) {
            Instant at = now.plusMillis(20L * i);
            door.add(pressed.take(
                    record(serde.serialize(
                            "frames", TestFrames.frame("door-" + i).build())),
                    at));
            gate.add(pressed.take(
                    record(serde.serialize(
                            "frames",
                            TestFrames.frame("gate-" + i).setCameraId("gate").build())),
                    at));
        }

        assertThat(gate).allMatch(result -> result instanceof IntakeResult.Accepted);
        assertThat(door)
                .filteredOn(result -> result instanceof IntakeResult.Rejected rejected
                        && rejected.frame().getReason() == RejectionReason.OVERLOADED)
                .hasSizeBetween(10, 99);
    }

    @Test
    void shouldGiveFramesThatAskForNoPlanACheaperOneUnderPressure() {
        Admission admission = admission();
        Instant now = press(admission);
        CertificationSettings laddered = TestFrames.settings(List.of("sequential n=80 radius=0.2", "predict n=30"));
        FrameIntake pressed =
                new FrameIntake(serde, () -> Routing.to(TestModels.animals()), TestFrames.INTAKE, laddered, admission);

        AcceptedFrame door = accept(pressed, TestFrames.frame("f-1").build(), now);
        AcceptedFrame asking = accept(
                pressed,
                TestFrames.frame("f-2")
                        .setOptions(
                                TestFrames.options().setEstimationSamples(90).build())
                        .build(),
                now);
        AcceptedFrame inAHurry = accept(
                pressed,
                TestFrames.frame("f-3")
                        .setOptions(
                                TestFrames.options().setMaxAgeMillis(3_600_000L).build())
                        .build(),
                now);
        AcceptedFrame gate =
                accept(pressed, TestFrames.frame("f-4").setCameraId("gate").build(), now);

        assertThat(door.getLadderStep()).isEqualTo(1);
        assertThat(Plans.of(door)).isEqualTo(new SequentialPlan(0.25, 0.001, 10, 80, 0.2));
        assertThat(asking.getLadderStep()).isZero();
        assertThat(asking.getEstimationSamples()).isEqualTo(90);
        assertThat(inAHurry.getLadderStep()).as("a greatest age is no plan").isEqualTo(1);
        assertThat(gate.getLadderStep()).isZero();
        assertThat(gate.getPlan()).isEqualTo(PlanKind.FIXED);
    }

    @Test
    void shouldRefuseDefaultsThatNoFrameCouldBeCertifiedWith() {
        CertificationSettings defaults = TestFrames.settings(1.5);

        assertThatThrownBy(() -> new FrameIntake(
                        serde, () -> Routing.to(TestModels.animals()), TestFrames.INTAKE, defaults, admission()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("sigma must be from 0.1 to 1.0, the range of animals 1, was 1.5");
    }

    @Test
    void shouldRejectRecordsThatAreNoFramesAndSayWhereTheyLie() {
        byte[] frame = serde.serialize("frames", TestFrames.frame("f-1").build());
        byte[] wrongMagic = frame.clone();
        wrongMagic[0] = 1;
        byte[] unknownSchema = frame.clone();
        unknownSchema[1] = 0x7f;
        VoteBatch votes = VoteBatch.newBuilder()
                .setFrameId("f-1")
                .setTaskIndex(0)
                .setFirstSample(0)
                .setNoiseKey(new NoiseKey256(new byte[32]))
                .setSamples(2)
                .setVotes(List.of(1, 1))
                .setInvalid(0)
                .setModelDigest("d")
                .setBackend("b")
                .setWorkerId("w")
                .setStartedAt(TestFrames.NOON)
                .setComputeMillis(3)
                .build();
        byte[] wrongRecord = registry.serde(VoteBatch.class).serialize("elsewhere", votes);

        assertThat(reject(null).getReason()).isEqualTo(RejectionReason.NOT_AVRO);
        assertThat(reject(new byte[0]).getReason()).isEqualTo(RejectionReason.NOT_AVRO);
        assertThat(reject(wrongMagic).getReason()).isEqualTo(RejectionReason.NOT_AVRO);
        assertThat(reject(unknownSchema).getReason()).isEqualTo(RejectionReason.UNKNOWN_SCHEMA);
        assertThat(reject(wrongRecord).getReason()).isEqualTo(RejectionReason.WRONG_RECORD);
        RejectedFrame rejected = reject(wrongMagic);
        assertThat(rejected.getCameraId()).as("from the record's key").isEqualTo("door");
        assertThat(rejected.getFrameId()).isNull();
        assertThat(rejected.getSourceTopic()).isEqualTo("frames");
        assertThat(rejected.getSourcePartition()).isEqualTo(2);
        assertThat(rejected.getSourceOffset()).isEqualTo(7);
    }

    @Test
    void shouldRejectNothingBecauseTheRegistryIsAway() {
        SchemaRegistry nowhere = SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "http://127.0.0.1:1"));
        byte[] frame = serde.serialize("frames", TestFrames.frame("f-1").build());

        assertThatThrownBy(() -> intake(nowhere).take(record(frame), NOW))
                .asInstanceOf(type(RegistryException.class))
                .returns(true, RegistryException::retriable);
    }

    @Test
    void shouldKeepRejectionsShortWhateverTheFrameHolds() {
        String huge = "x".repeat(2_000_000);
        Frame frame = TestFrames.frame(huge).setContentType(huge).build();

        RejectedFrame rejected = reject(serde.serialize("frames", frame));
        RejectedFrame other = reject(serde.serialize(
                "frames", TestFrames.frame("f-1").setContentType(huge).build()));

        assertThat(rejected.getFrameId()).hasSizeLessThan(500);
        assertThat(other.getMessage()).hasSizeLessThan(500);
    }

    private DynamicTest bad(
            RejectionReason reason, String message, java.util.function.UnaryOperator<Frame.Builder> change) {
        return bad(reason, message, TestFrames.INTAKE, change);
    }

    private DynamicTest bad(
            RejectionReason reason,
            String message,
            IntakeSettings limits,
            java.util.function.UnaryOperator<Frame.Builder> change) {
        return DynamicTest.dynamicTest(reason + ": " + message, () -> {
            Frame frame = change.apply(TestFrames.frame("f-1")).build();
            RejectedFrame rejected = reject(intake(registry, limits), serde.serialize("frames", frame));
            assertThat(rejected.getReason()).isEqualTo(reason);
            assertThat(rejected.getMessage()).contains(message);
            assertThat(rejected.getFrameId()).isEqualTo(frame.getFrameId());
            assertThat(rejected.getCameraId()).isEqualTo(frame.getCameraId());
        });
    }

    private AcceptedFrame accept(Frame frame) {
        return accepted(intake.take(record(serde.serialize("frames", frame)), NOW));
    }

    /** A frame of a camera under pressure may be turned away, and is taken some tries later. */
    private AcceptedFrame accept(FrameIntake by, Frame frame, Instant now) {
        IntakeResult result = Stream.generate(() -> by.take(record(serde.serialize("frames", frame)), now))
                .limit(10)
                .dropWhile(one -> one instanceof IntakeResult.Rejected)
                .findFirst()
                .orElseThrow();
        return accepted(result);
    }

    private static AcceptedFrame accepted(IntakeResult result) {
        assertThat(result).isInstanceOf(IntakeResult.Accepted.class);
        return ((IntakeResult.Accepted) result).frame();
    }

    private RejectedFrame reject(byte @Nullable [] value) {
        return reject(intake, value);
    }

    private static RejectedFrame reject(FrameIntake intake, byte @Nullable [] value) {
        IntakeResult result = intake.take(record(value), NOW);
        assertThat(result).isInstanceOf(IntakeResult.Rejected.class);
        return ((IntakeResult.Rejected) result).frame();
    }

    private static FrameIntake intake(SchemaRegistry registry) {
        return intake(registry, TestFrames.INTAKE);
    }

    private static FrameIntake intake(SchemaRegistry registry, IntakeSettings limits) {
        return new FrameIntake(
                registry.serde(Frame.class),
                () -> Routing.to(TestModels.animals()),
                limits,
                TestFrames.SETTINGS,
                admission());
    }

    private FrameIntake intake(Duration maxAge, Admission admission) {
        ServedModel model = TestModels.animals();
        Routes routes = new Routes(
                List.of(model),
                List.of(new Route(
                        List.of(new CameraPattern("*")),
                        model,
                        Optional.empty(),
                        Optional.empty(),
                        new ServiceLevel(Optional.of(maxAge), 1, Optional.empty()))));
        Routing routing = new Routing(routes, Map.of(model.digest(), model), Duration.ZERO);
        return new FrameIntake(serde, () -> routing, TestFrames.INTAKE, TestFrames.SETTINGS, admission);
    }

    /** Makes camera door send ten times what is voted on, for ten seconds; returns when they are over. */
    private static Instant press(Admission admission) {
        Deque<String> queue = new ArrayDeque<>();
        Instant now = NOW;
        for (int i = 0; i < 200; i++) { // each 50 ms comes a frame of ten tasks, and one task is voted on
            now = now.plusMillis(50);
            String queueName = TestModels.animals().queue();
            admission.apply(
                    new Applicant(
                            "0_0",
                            "f" + i,
                            "door",
                            1,
                            queueName,
                            10,
                            0,
                            false,
                            25,
                            Optional.empty(),
                            now.plusSeconds(5)),
                    now);
            admission
                    .collect("0_0", now)
                    .sendings()
                    .forEach(sending -> queue.addAll(Collections.nCopies(sending.tasks(), sending.id())));
            String voted = queue.remove();
            admission.counted("0_0", voted, now);
            if (!queue.contains(voted)) {
                admission.ended("0_0", voted, now);
            }
        }
        return now;
    }

    private static Admission admission() {
        return new Admission(1, () -> Duration.ofSeconds(1));
    }

    private static FrameRecord record(byte @Nullable [] value) {
        return new FrameRecord("frames", 2, 7, "door", value);
    }

    private static Frame.Builder jpeg(Frame.Builder frame, byte[] image) {
        return image(frame, image).setContentType("image/jpeg");
    }

    private static Frame.Builder image(Frame.Builder frame, byte[] image) {
        return frame.setImage(ByteBuffer.wrap(image));
    }
}
