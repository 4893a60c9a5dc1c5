package dev.steadfast.workers.voting;

import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.ReplayOrder;
import dev.steadfast.avro.SamplePicture;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.models.SampleView;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.workers.queue.Delivery;
import dev.steadfast.workers.queue.Settlement;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes votes, votes against and dead letters: turns an outcome into a settlement. */
public final class Answers {

    /** Errors of native code bring their whole stack; the first part says what it was. */
    private static final int LONGEST_MESSAGE = 1000;

    private static final String NO_BACKEND = "";

    private final String workerId;
    private final Voter voter;
    private final Clock clock;

    public Answers(String workerId, Voter voter, Clock clock) {
        this.workerId = workerId;
        this.voter = voter;
        this.clock = clock;
    }

    /** How a delivery of this outcome ends. */
    public Settlement settle(Outcome outcome) {
        if (outcome instanceof Outcome.Voted voted) {
            return new Settlement(
                    voted.delivery(), AcknowledgeType.ACCEPT, Optional.of(votes(voted)), Optional.empty());
        }
        if (outcome instanceof Reading.Troubled troubled) {
            return settle(troubled);
        }
        return Settlement.silent(outcome.delivery(), AcknowledgeType.RENEW);
    }

    private Settlement settle(Reading.Troubled troubled) {
        Verdict verdict = troubled.trouble().verdict(troubled.delivery().last());
        return new Settlement(
                troubled.delivery(),
                verdict.acknowledgement(),
                verdict.votesAgainst()
                        ? troubled.task().flatMap(task -> votesAgainst(task, troubled))
                        : Optional.empty(),
                verdict.deadLetter() ? Optional.of(deadLetter(troubled)) : Optional.empty());
    }

    private VoteBatch votes(Outcome.Voted voted) {
        Ballot ballot = voted.ballot();
        return votes(voted.delivery(), voted.task(), ballot.counts())
                .setBackend(voter.backend())
                .setStartedAt(ballot.startedAt())
                .setComputeMillis(ballot.compute().toMillis())
                .setIllustrations(voted.views().stream().map(Answers::picture).toList())
                .build();
    }

    /** Empty for a task that says it has no samples: there is nothing to vote against. */
    private Optional<VoteBatch> votesAgainst(NoiseTask task, Reading.Troubled troubled) {
        if (task.getSamples() < 1) {
            return Optional.empty();
        }
        // Of a task for another bundle the number of classes is unknown; that of this worker's is the best guess there
        // is.
        VoteCounts against = VoteCounts.allInvalid(voter.classes(), task.getSamples());
        String failure =
                troubled.trouble() == Trouble.EXPIRED ? "expired" : troubled.trouble() + ": " + message(troubled);
        return Optional.of(votes(troubled.delivery(), task, against)
                .setBackend(NO_BACKEND)
                .setStartedAt(clock.instant())
                .setComputeMillis(0)
                .setFailure(failure)
                .build());
    }

    private VoteBatch.Builder votes(Delivery delivery, NoiseTask task, VoteCounts counts) {
        ReplayOrder order = task.getReplay();
        return VoteBatch.newBuilder()
                .setFrameId(task.getFrameId())
                .setTaskIndex(task.getTaskIndex())
                .setFirstSample(task.getFirstSample())
                .setSamples(task.getSamples())
                .setVotes(IntStream.of(counts.perClass()).boxed().toList())
                .setInvalid(counts.invalid())
                .setModelDigest(task.getModelDigest())
                .setNoiseKey(task.getNoiseKey())
                .setWorkerId(workerId)
                .setDeliveries(delivery.deliveries())
                .setTasksAsked(task.getTasksAsked())
                .setRequestId(order == null ? null : order.getRequestId());
    }

    private static SamplePicture picture(SampleView view) {
        return SamplePicture.newBuilder()
                .setSample(view.sample())
                .setNoisy(ByteBuffer.wrap(view.noisy()))
                .setDenoised(ByteBuffer.wrap(view.denoised()))
                .setClassIndex(view.vote().isPresent() ? view.vote().getAsInt() : null)
                .build();
    }

    private DeadLetter deadLetter(Reading.Troubled troubled) {
        ConsumerRecord<byte[], byte[]> record = troubled.delivery().record();
        return DeadLetter.newBuilder()
                .setSourceTopic(record.topic())
                .setSourcePartition(record.partition())
                .setSourceOffset(record.offset())
                .setComponent(workerId)
                .setReason(troubled.trouble().name())
                .setMessage(message(troubled))
                .setDeliveries(troubled.delivery().deliveries())
                .setOccurredAt(clock.instant())
                .setKey(record.key() == null ? null : ByteBuffer.wrap(record.key()))
                .setValue(record.value() == null ? null : ByteBuffer.wrap(record.value()))
                .build();
    }

    private static String message(Reading.Troubled troubled) {
        String message = troubled.message();
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "...";
    }
}
