package dev.steadfast.workers.voting;

import dev.steadfast.avro.InputReference;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.RecordBytes;
import dev.steadfast.schemas.RegistryException;
import dev.steadfast.schemas.UnreadableRecordException;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.workers.queue.Delivery;
import dev.steadfast.workers.queue.LostInputException;
import java.time.Clock;
import java.util.Optional;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads deliveries, and sorts out what this worker need not, or cannot, vote on. What only the model knows, it checks itself. */
public final class TaskReader {

    private static final Logger LOG = LoggerFactory.getLogger(TaskReader.class);

    /** The most samples that a task may have; {@code certification.task-samples} allows as many. */
    static final int MOST_SAMPLES = 100_000;

    private final AvroSerde<NoiseTask> serde;
    private final CertifiedInputs inputs;
    private final String bundleDigest;
    private final Clock clock;
    private String warnedOf = "";

    public TaskReader(AvroSerde<NoiseTask> serde, CertifiedInputs inputs, String bundleDigest, Clock clock) {
        this.serde = serde;
        this.inputs = inputs;
        this.bundleDigest = bundleDigest;
        this.clock = clock;
    }

    /** A turn begins: reading its deliveries shares its time. */
    public void beginTurn() {
        inputs.beginTurn();
    }

    /**
     * Reads a delivery. Whatever the record holds, and if registry or brokers are away, the answer is a reading.
     *
     * @throws RegistryException if the registry refuses for good
     * @throws org.apache.kafka.common.KafkaException if the brokers do, for its certified input
     */
    public Reading read(Delivery delivery) {
        if (delivery.record().value() == null) {
            return unreadable(delivery, Trouble.EMPTY_RECORD, "the record has no value; a noise task is needed");
        }
        NoiseTask task;
        try {
            task = serde.deserialize(
                    delivery.record().topic(), delivery.record().value());
        } catch (UnreadableRecordException e) {
            return unreadable(delivery, Trouble.of(e), String.valueOf(e.getMessage()));
        } catch (RegistryException e) {
            if (!e.retriable()) {
                throw e;
            }
            return unreadable(delivery, Trouble.of(e), String.valueOf(e.getMessage()));
        }
        return check(delivery, task);
    }

    private Reading check(Delivery delivery, NoiseTask task) {
        if (clock.instant().isAfter(task.getDeadline())) {
            return troubled(delivery, task, Trouble.EXPIRED, "the deadline was " + task.getDeadline());
        }
        if (!task.getModelDigest().equals(bundleDigest)) {
            warnOf(task.getModelDigest());
            return troubled(
                    delivery,
                    task,
                    Trouble.OTHER_BUNDLE,
                    "the task is for bundle " + task.getModelDigest() + ", this worker has " + bundleDigest);
        }
        if (task.getSamples() > MOST_SAMPLES) {
            return troubled(
                    delivery,
                    task,
                    Trouble.INVALID_TASK,
                    "samples must be at most " + MOST_SAMPLES + ", but is " + task.getSamples());
        }
        try {
            return new Reading.Votable(delivery, task, request(task));
        } catch (IllegalArgumentException e) {
            return troubled(delivery, task, Trouble.INVALID_TASK, String.valueOf(e.getMessage()));
        } catch (LostInputException | RetriableException | RegistryException e) {
            Trouble trouble = Trouble.of(e);
            if (trouble == Trouble.FATAL) {
                throw e;
            }
            return troubled(delivery, task, trouble, String.valueOf(e.getMessage()));
        }
    }

    /** Once for each run of tasks: in a roll-out they pass, otherwise a worker that was given the wrong bundle would look well. */
    private void warnOf(String otherDigest) {
        if (!otherDigest.equals(warnedOf)) {
            warnedOf = otherDigest;
            LOG.atWarn()
                    .addKeyValue("tasksFor", otherDigest)
                    .addKeyValue("thisWorker", bundleDigest)
                    .log("Tasks are for another bundle than this worker's (model.bundle), which gives them back");
        }
    }

    private static Reading unreadable(Delivery delivery, Trouble trouble, String message) {
        return new Reading.Troubled(delivery, Optional.empty(), trouble, message);
    }

    private static Reading troubled(Delivery delivery, NoiseTask task, Trouble trouble, String message) {
        return new Reading.Troubled(delivery, Optional.of(task), trouble, message);
    }

    private VoteRequest request(NoiseTask task) {
        InputReference input = task.getInput();
        return new VoteRequest(
                input == null ? RecordBytes.copy(task.getImage()) : inputs.of(input),
                task.getSigma(),
                NoiseKey.of(task.getNoiseKey().bytes()),
                task.getFirstSample(),
                task.getSamples());
    }
}
