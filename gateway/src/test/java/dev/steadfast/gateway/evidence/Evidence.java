package dev.steadfast.gateway.evidence;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.FrameSource;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.Receipt;
import dev.steadfast.avro.SamplePicture;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.http.Sha256;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.TaskLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a made-up prediction of 4 selection and 40 estimation samples rests on, in tasks of 10: all for class 3, but one for 5. */
public final class Evidence {

    public static final TaskLayout LAYOUT = new TaskLayout(new FixedPlan(0.25, 0.05, 4, 40), 10);

    /** Planes of red, green, blue, of two rows of three. */
    private static final byte[] INPUT = {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16, 21, 22, 23, 24, 25, 26};

    private Evidence() {}

    /** The certified input. */
    public static byte[] planes() {
        return INPUT.clone();
    }

    public static CertifiedPrediction prediction(String frameId, String camera) {
        return CertifiedPrediction.newBuilder(MadeUp.certified(frameId, camera))
                .setSelectionSamples(4)
                .setEstimationSamples(40)
                .setSamplesUsed(44)
                .setAlpha(0.05)
                .setSelectionCounts(List.of(new ClassCount(3, "cat", "cat", 4)))
                .setEstimationCounts(List.of(new ClassCount(3, "cat", "cat", 39), new ClassCount(5, "dog", "dog", 1)))
                .setReceipt(Receipt.newBuilder()
                        .setNoiseKey(new NoiseKey256(new byte[32]))
                        .setTaskSamples(10)
                        .setTasks(LAYOUT.tasks())
                        .setInputHeight(2)
                        .setInputWidth(3)
                        .setInputSha256(Sha256.of(ByteBuffer.wrap(INPUT)))
                        .build())
                .setSource(new FrameSource(1, 17L, 2, 18L))
                .build();
    }

    public static AcceptedFrame input(String frameId, String camera) {
        return AcceptedFrame.newBuilder()
                .setFrameId(frameId)
                .setCameraId(camera)
                .setCapturedAt(MadeUp.NOON)
                .setAcceptedAt(MadeUp.NOON)
                .setPlan(PlanKind.FIXED)
                .setSigma(0.25)
                .setAlpha(0.05)
                .setSelectionSamples(4)
                .setEstimationSamples(40)
                .setInputHeight(2)
                .setInputWidth(3)
                .setImage(ByteBuffer.wrap(INPUT))
                .setContentSha256("ef".repeat(32))
                .setSourcePartition(1)
                .setSourceOffset(17)
                .build();
    }

    /** What workers answer to a task: all for class 3, but the last one of the last task. */
    public static VoteBatch votes(NoiseTask task) {
        boolean last = task.getTaskIndex() == LAYOUT.tasks() - 1;
        int samples = task.getSamples();
        return votes(task, List.of(0, 0, 0, last ? samples - 1 : samples, 0, last ? 1 : 0));
    }

    public static VoteBatch votes(NoiseTask task, List<Integer> votes) {
        List<SamplePicture> pictures = new ArrayList<>();
        for (int sample = 0; sample < task.getReplay().getIllustrated(); sample++) {
            pictures.add(SamplePicture.newBuilder()
                    .setSample(sample)
                    .setNoisy(ByteBuffer.wrap(INPUT))
                    .setDenoised(ByteBuffer.wrap(INPUT))
                    .setClassIndex(sample == 0 ? 3 : null)
                    .build());
        }
        return VoteBatch.newBuilder()
                .setFrameId(task.getFrameId())
                .setTaskIndex(task.getTaskIndex())
                .setFirstSample(task.getFirstSample())
                .setNoiseKey(task.getNoiseKey())
                .setSamples(task.getSamples())
                .setVotes(votes)
                .setInvalid(0)
                .setModelDigest(task.getModelDigest())
                .setBackend("pytorch cpu")
                .setWorkerId("worker-1")
                .setStartedAt(MadeUp.NOON)
                .setComputeMillis(12)
                .setRequestId(task.getReplay().getRequestId())
                .setIllustrations(pictures)
                .build();
    }
}
