package dev.steadfast.streams.intake;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.images.ImageDecoder;
import dev.steadfast.images.RgbImage;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.MaxAge;
import dev.steadfast.schemas.RegistryException;
import dev.steadfast.schemas.UnreadableRecordException;
import dev.steadfast.settings.SettingsException;
import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.streams.admission.Admission;
import dev.steadfast.streams.admission.Shortage;
import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.certification.PlanLadder;
import dev.steadfast.streams.routing.Assignment;
import dev.steadfast.streams.routing.Routes;
import dev.steadfast.streams.routing.Routing;
import dev.steadfast.streams.routing.ServedModel;
import dev.steadfast.streams.routing.ServiceLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides about each record of the frames topic: accepted with its certified input and its plan, or rejected with a reason. Whatever the
 * record holds, there is an answer; only a registry that does not answer is thrown. Safe for use by several threads.
 */
public final class FrameIntake {

    private static final Pattern FRAME_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final Pattern CAMERA_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private final AvroSerde<Frame> serde;
    private final Supplier<Routing> routing;
    private final FrameDecoder decoder;
    private final CertificationSettings certification;
    private final PlanLadder ladder;
    private final Admission admission;

    /**
     * Makes an intake.
     *
     * @param routing what holds at the moment
     * @param admission knows which cameras have more frames than the workers can vote on
     * @throws SettingsException if the input of a bundle is too large, or the plan that frames get by default could not be used with it
     */
    public FrameIntake(
            AvroSerde<Frame> serde,
            Supplier<Routing> routing,
            IntakeSettings limits,
            CertificationSettings certification,
            Admission admission) {
        this.serde = serde;
        this.routing = routing;
        this.decoder = new FrameDecoder(new ImageDecoder(limits.limits(), limits.orientation()));
        this.certification = certification;
        this.ladder = ladder(certification);
        this.admission = admission;
        requireUsable(routing.get().routes(), certification);
    }

    /**
     * Refuses bundles that could not certify frames which ask for nothing else.
     *
     * @throws SettingsException if the input of a bundle is too large, or the plan that frames get by default could not be used with it
     */
    public static void requireUsable(Routes routes, CertificationSettings certification) {
        PlanLadder ladder = ladder(certification);
        routes.models().forEach(model -> new BundleIntake(model, certification, ladder).requireUsable());
    }

    private static PlanLadder ladder(CertificationSettings certification) {
        try {
            return PlanLadder.of(certification);
        } catch (InvalidPlanException e) {
            throw new SettingsException(
                    "certification: frames that ask for nothing else could not be certified: " + e.getMessage());
        }
    }

    /** Whether a text can be a frame's id. */
    public static boolean isFrameId(String text) {
        return FRAME_ID.matcher(text).matches();
    }

    /** Whether a text can be a camera's id. */
    public static boolean isCameraId(String text) {
        return CAMERA_ID.matcher(text).matches();
    }

    /**
     * Decides about one record.
     *
     * @throws RegistryException if the registry could not say what the record is: nothing is decided then
     */
    public IntakeResult take(FrameRecord record, Instant now) {
        Frame frame;
        try {
            frame = read(record);
        } catch (RejectionException e) {
            return new IntakeResult.Rejected(record.reject(e.reason(), e.explanation(), now));
        }
        try {
            return accept(frame, record, now);
        } catch (RejectionException e) {
            return new IntakeResult.Rejected(
                    record.reject(e.reason(), e.explanation(), now, frame.getFrameId(), frame.getCameraId()));
        }
    }

    private Frame read(FrameRecord record) throws RejectionException {
        if (record.value() == null) {
            throw new RejectionException(RejectionReason.NOT_AVRO, "the record has no value; a frame is needed");
        }
        try {
            return serde.deserialize(record.topic(), record.value());
        } catch (UnreadableRecordException e) {
            RejectionReason reason =
                    switch (e.problem()) {
                        case NOT_AVRO -> RejectionReason.NOT_AVRO;
                        case UNKNOWN_SCHEMA -> RejectionReason.UNKNOWN_SCHEMA;
                        case WRONG_RECORD -> RejectionReason.WRONG_RECORD;
                    };
            throw new RejectionException(reason, e);
        }
    }

    private IntakeResult.Accepted accept(Frame frame, FrameRecord record, Instant now) throws RejectionException {
        requireMatch(FRAME_ID, frame.getFrameId(), RejectionReason.INVALID_FRAME_ID, "frame id");
        requireMatch(CAMERA_ID, frame.getCameraId(), RejectionReason.INVALID_CAMERA_ID, "camera id");
        requireMaxAge(frame);
        Routes routes = routing.get().routes();
        // Whether a frame is taken depends on its route's bundle alone, and not on which part of the frames it is in.
        bundle(routes.of(frame.getCameraId()).model()).plan(frame, 0);
        Assignment assignment = routes.assign(
                frame.getCameraId(), frame.getFrameId(), model -> bundle(model).takes(frame));
        Optional<Instant> answerBy =
                answerBy(frame, routes.of(frame.getCameraId()).service());
        requireTime(frame, answerBy, now);
        requireRoom(frame, assignment.model(), now);
        int step = BundleIntake.asksForAPlan(frame)
                ? 0
                : admission.step(assignment.model().queue(), frame.getCameraId(), ladder.steps(), now);
        RgbImage image = decoder.decode(frame);
        AcceptedFrame accepted = describe(frame, assignment.model(), step, image, answerBy, false, record, now);
        Optional<AcceptedFrame> shadow = assignment.shadow().isEmpty()
                ? Optional.empty()
                : Optional.of(describe(frame, assignment.shadow().get(), step, image, answerBy, true, record, now));
        return new IntakeResult.Accepted(accepted, shadow, assignment);
    }

    private AcceptedFrame describe(
            Frame frame,
            ServedModel model,
            int step,
            RgbImage image,
            Optional<Instant> answerBy,
            boolean shadow,
            FrameRecord record,
            Instant now)
            throws RejectionException {
        BundleIntake bundle = bundle(model);
        AcceptedFrame.Builder accepted = AcceptedFrame.newBuilder()
                .setFrameId(frame.getFrameId())
                .setCameraId(frame.getCameraId())
                .setCapturedAt(frame.getCapturedAt())
                .setAcceptedAt(now)
                .setGroundTruth(frame.getGroundTruth())
                .setContentSha256(FrameContent.sha256(frame))
                .setSourcePartition(record.partition())
                .setSourceOffset(record.offset())
                .setShadow(shadow)
                .setPixelRules(decoder.rules(model.manifest().canonicaliser()))
                .setAnswerBy(answerBy.orElse(null))
                .setLadderStep(step);
        return bundle.describe(bundle.plan(frame, step), image, accepted).build();
    }

    private static void requireMaxAge(Frame frame) throws RejectionException {
        SamplingOptions options = frame.getOptions();
        Long millis = options == null ? null : options.getMaxAgeMillis();
        if (millis != null && !MaxAge.isAllowed(Duration.ofMillis(millis))) {
            throw new RejectionException(
                    RejectionReason.MAX_AGE_OUT_OF_RANGE,
                    "the greatest age must be from %d to %d milliseconds, was %d"
                            .formatted(MaxAge.SHORTEST.toMillis(), MaxAge.LONGEST.toMillis(), millis));
        }
    }

    /** Until then: the frame's own greatest age, or that of its route if that is less; what a route does not say, the deployment does. */
    private Optional<Instant> answerBy(Frame frame, ServiceLevel service) {
        SamplingOptions options = frame.getOptions();
        Optional<Duration> asked = Optional.ofNullable(options == null ? null : options.getMaxAgeMillis())
                .map(Duration::ofMillis);
        return Stream.concat(asked.stream(), service.maxAge().or(certification::greatestAge).stream())
                .min(Comparator.naturalOrder())
                .map(age -> frame.getCapturedAt().plus(age));
    }

    private static void requireTime(Frame frame, Optional<Instant> answerBy, Instant now) throws RejectionException {
        if (answerBy.isPresent() && answerBy.get().isBefore(now)) {
            throw new RejectionException(
                    RejectionReason.TOO_OLD,
                    "the frame was to be answered within %d ms of its capture, and was read %d ms after it"
                            .formatted(
                                    Duration.between(frame.getCapturedAt(), answerBy.get())
                                            .toMillis(),
                                    Duration.between(frame.getCapturedAt(), now).toMillis()));
        }
    }

    private void requireRoom(Frame frame, ServedModel model, Instant now) throws RejectionException {
        Optional<Shortage> shortage = admission.refusal(model.queue(), frame.getCameraId(), now);
        if (shortage.isPresent()) {
            throw switch (shortage.get()) {
                case WORKERS ->
                    new RejectionException(
                            RejectionReason.OVERLOADED,
                            "this camera sends more frames than the workers can vote on: most are left out, evenly, until it sends fewer or there are more workers");
                case BUDGET ->
                    new RejectionException(
                            RejectionReason.OVER_BUDGET,
                            "this camera sends more frames than its budget of samples is enough for: most are left out, evenly, until it sends fewer, or such that take fewer samples");
            };
        }
    }

    private BundleIntake bundle(ServedModel model) {
        return new BundleIntake(model, certification, ladder);
    }

    private static void requireMatch(Pattern rule, String value, RejectionReason reason, String what)
            throws RejectionException {
        if (!rule.matcher(value).matches()) {
            throw new RejectionException(
                    reason, "the %s must match %s, has %d characters".formatted(what, rule.pattern(), value.length()));
        }
    }
}
