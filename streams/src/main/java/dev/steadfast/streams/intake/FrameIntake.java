package dev.steadfast.streams.intake;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.images.Canonicaliser;
import dev.steadfast.images.ImageDecoder;
import dev.steadfast.images.ImageException;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.RegistryException;
import dev.steadfast.schemas.UnreadableRecordException;
import dev.steadfast.settings.SettingsException;
import dev.steadfast.smoothing.GridNoise;
import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.SamplingPlan;
import dev.steadfast.streams.ServedModel;
import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.certification.Plans;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides about each record of the frames topic: accepted with its certified input and its plan, or rejected with a reason. Whatever the
 * record holds, there is an answer; only a registry that does not answer is thrown. Immutable; safe for use by several threads.
 */
public final class FrameIntake {

    private static final Pattern FRAME_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final Pattern CAMERA_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private final AvroSerde<Frame> serde;
    private final ServedModel model;
    private final ImageDecoder decoder;
    private final Canonicaliser canonicaliser;
    private final CertificationSettings certification;

    /**
     * Makes an intake.
     *
     * @throws SettingsException if the bundle's input is too large, or the plan that frames get by default could not be used with it
     */
    public FrameIntake(
            AvroSerde<Frame> serde, ServedModel model, IntakeSettings limits, CertificationSettings certification) {
        this.serde = serde;
        this.model = model;
        this.decoder = new ImageDecoder(limits.maxImageBytes(), limits.maxPixels());
        this.canonicaliser = new Canonicaliser(
                model.manifest().input().height(), model.manifest().input().width());
        this.certification = certification;
        requireNoiseFor(model);
        requireUsableDefaults();
    }

    private static void requireNoiseFor(ServedModel model) {
        int values = model.manifest().input().values();
        if (values > GridNoise.MAX_DRAWS) {
            throw new SettingsException("model.bundle: the input of %s has %d values, at most %d can be certified"
                    .formatted(model.name(), values, GridNoise.MAX_DRAWS));
        }
    }

    private void requireUsableDefaults() {
        try {
            plan(null);
        } catch (RejectionException e) {
            throw new SettingsException(
                    "certification: frames that ask for nothing else could not be certified: " + e.explanation());
        }
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
            return new IntakeResult.Accepted(accept(frame, record, now));
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

    private AcceptedFrame accept(Frame frame, FrameRecord record, Instant now) throws RejectionException {
        requireMatch(FRAME_ID, frame.getFrameId(), RejectionReason.INVALID_FRAME_ID, "frame id");
        requireMatch(CAMERA_ID, frame.getCameraId(), RejectionReason.INVALID_CAMERA_ID, "camera id");
        requireLabel(frame);
        SamplingPlan plan = plan(frame.getOptions());
        byte[] input = certifiedInput(frame);
        return Plans.describe(plan, AcceptedFrame.newBuilder())
                .setFrameId(frame.getFrameId())
                .setCameraId(frame.getCameraId())
                .setCapturedAt(frame.getCapturedAt())
                .setAcceptedAt(now)
                .setLabel(frame.getLabel())
                .setInputHeight(canonicaliser.height())
                .setInputWidth(canonicaliser.width())
                .setImage(ByteBuffer.wrap(input))
                .setContentSha256(FrameContent.sha256(frame))
                .setSourcePartition(record.partition())
                .setSourceOffset(record.offset())
                .build();
    }

    private static void requireMatch(Pattern rule, String value, RejectionReason reason, String what)
            throws RejectionException {
        if (!rule.matcher(value).matches()) {
            throw new RejectionException(
                    reason, "the %s must match %s, has %d characters".formatted(what, rule.pattern(), value.length()));
        }
    }

    private void requireLabel(Frame frame) throws RejectionException {
        Integer label = frame.getLabel();
        if (label != null && (label < 0 || label >= model.classes())) {
            throw new RejectionException(
                    RejectionReason.INVALID_LABEL,
                    "the label must be from 0 to %d, the classes of %s, was %d"
                            .formatted(model.classes() - 1, model.name(), label));
        }
    }

    private SamplingPlan plan(@Nullable SamplingOptions options) throws RejectionException {
        if (options != null && options.getPlan() == PlanKind.UNKNOWN) {
            throw new RejectionException(
                    RejectionReason.UNKNOWN_PLAN,
                    "the plan is of a kind that this version does not know; it knows FIXED, PREDICT and SEQUENTIAL");
        }
        SamplingPlan plan;
        try {
            plan = Plans.decide(options, certification);
        } catch (InvalidPlanException e) {
            RejectionReason reason =
                    switch (e.rule()) {
                        case SIGMA_OUT_OF_RANGE -> RejectionReason.SIGMA_OUT_OF_RANGE;
                        case ALPHA_OUT_OF_RANGE -> RejectionReason.ALPHA_OUT_OF_RANGE;
                        case SAMPLES_OUT_OF_RANGE -> RejectionReason.SAMPLES_OUT_OF_RANGE;
                        case RADIUS_OUT_OF_RANGE -> RejectionReason.RADIUS_OUT_OF_RANGE;
                        case CANNOT_CERTIFY -> RejectionReason.CANNOT_CERTIFY;
                    };
            throw new RejectionException(reason, e);
        }
        var range = model.manifest().sigma();
        if (!range.contains(plan.sigma())) {
            throw new RejectionException(
                    RejectionReason.SIGMA_OUT_OF_RANGE,
                    "sigma must be from %s to %s, the range of %s, was %s"
                            .formatted(range.min(), range.max(), model.name(), plan.sigma()));
        }
        if (plan.samples() > certification.maxSamples()) {
            throw new RejectionException(
                    RejectionReason.SAMPLES_OUT_OF_RANGE,
                    "n0 + n must be at most %d here, was %d".formatted(certification.maxSamples(), plan.samples()));
        }
        return plan;
    }

    private byte[] certifiedInput(Frame frame) throws RejectionException {
        byte[] encoded = new byte[frame.getImage().remaining()];
        frame.getImage().duplicate().get(encoded);
        try {
            return canonicaliser.canonicalise(decoder.decode(frame.getContentType(), encoded));
        } catch (ImageException e) {
            RejectionReason reason =
                    switch (e.problem()) {
                        case EMPTY -> RejectionReason.EMPTY_IMAGE;
                        case UNSUPPORTED_CONTENT_TYPE -> RejectionReason.UNSUPPORTED_CONTENT_TYPE;
                        case TOO_LARGE -> RejectionReason.IMAGE_TOO_LARGE;
                        case TOO_MANY_PIXELS -> RejectionReason.TOO_MANY_PIXELS;
                        case NOT_AN_IMAGE -> RejectionReason.NOT_AN_IMAGE;
                        case UNREADABLE -> RejectionReason.UNREADABLE_IMAGE;
                    };
            throw new RejectionException(reason, e);
        }
    }
}
