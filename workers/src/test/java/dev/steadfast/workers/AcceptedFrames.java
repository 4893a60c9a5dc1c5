package dev.steadfast.workers;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.PlanKind;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Records of accepted-frames, as far as workers look at them. */
public final class AcceptedFrames {

    private AcceptedFrames() {}

    public static AcceptedFrame of(byte[] image) {
        return AcceptedFrame.newBuilder()
                .setFrameId(Tasks.FRAME)
                .setCameraId("door")
                .setCapturedAt(Instant.EPOCH)
                .setAcceptedAt(Instant.EPOCH)
                .setPlan(PlanKind.FIXED)
                .setSigma(0.25)
                .setAlpha(0.001)
                .setSelectionSamples(10)
                .setEstimationSamples(10)
                .setInputHeight(1)
                .setInputWidth(image.length / 3)
                .setImage(ByteBuffer.wrap(image))
                .setContentSha256("c")
                .setSourcePartition(0)
                .setSourceOffset(0)
                .build();
    }
}
