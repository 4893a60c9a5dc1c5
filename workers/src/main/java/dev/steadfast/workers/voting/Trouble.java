package dev.steadfast.workers.voting;

import dev.steadfast.schemas.RegistryException;
import dev.steadfast.schemas.UnreadableRecordException;
import dev.steadfast.workers.WorkerStoppedException;
import dev.steadfast.workers.queue.LostInputException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Everything that can go wrong with a delivery, and what is done about it. This is the error table of the worker; there is no other
 * place where an error is classified. The names are the reasons in dead letters.
 */
public enum Trouble {
    /** The record has no value. */
    EMPTY_RECORD(Verdict.BURY, Verdict.BURY),

    /** The record is not Avro in Confluent's format. */
    NOT_AVRO(Verdict.BURY, Verdict.BURY),

    /** The registry knows no such schema. */
    UNKNOWN_SCHEMA(Verdict.BURY, Verdict.BURY),

    /** The record is something else than a noise task. */
    WRONG_RECORD(Verdict.BURY, Verdict.BURY),

    /** A task that no worker can ever vote on: image length, sigma, samples. */
    INVALID_TASK(Verdict.CONDEMN, Verdict.CONDEMN),

    /** The certified input that the task names is there no more, or another one is: no worker will find it. */
    INPUT_LOST(Verdict.ANSWER, Verdict.ANSWER),

    /** Nobody waits for the votes any more. They are sent all the same, so that no task ends in silence. */
    EXPIRED(Verdict.ANSWER, Verdict.ANSWER),

    /** A task for another bundle than this worker's: one of its own may be there, unless a roll-out went wrong. */
    OTHER_BUNDLE(Verdict.RELEASE, Verdict.CONDEMN),

    /** The model failed on this task, voted on alone: another device may do better. */
    VOTER_FAILED(Verdict.RELEASE, Verdict.CONDEMN),

    /** The registry or the brokers are away: no fault of the task, which must not become poison for it. */
    UNAVAILABLE(Verdict.RELEASE, Verdict.HOLD),

    /** An error that this table does not know. A few in a row stop the worker. */
    UNKNOWN(Verdict.RELEASE, Verdict.HOLD),

    /** An error that trying again does not cure: permissions, configuration, a closed voter, memory, native code. */
    FATAL(Verdict.STOP, Verdict.STOP);

    private final Verdict whileDeliveriesRemain;
    private final Verdict atTheLast;

    Trouble(Verdict whileDeliveriesRemain, Verdict atTheLast) {
        this.whileDeliveriesRemain = whileDeliveriesRemain;
        this.atTheLast = atTheLast;
    }

    Verdict verdict(boolean lastDelivery) {
        return lastDelivery ? atTheLast : whileDeliveriesRemain;
    }

    /** The trouble behind an error of Kafka, the registry or this JVM. */
    static Trouble of(Throwable failure) {
        if (failure instanceof UnreadableRecordException unreadable) {
            return switch (unreadable.problem()) {
                case NOT_AVRO -> NOT_AVRO;
                case UNKNOWN_SCHEMA -> UNKNOWN_SCHEMA;
                case WRONG_RECORD -> WRONG_RECORD;
            };
        }
        if (failure instanceof LostInputException) {
            return INPUT_LOST;
        }
        if (failure instanceof RegistryException registry) {
            return registry.retriable() ? UNAVAILABLE : FATAL;
        }
        if (failure instanceof RetriableException) {
            return UNAVAILABLE;
        }
        boolean fatal = failure instanceof Error
                || failure instanceof WorkerStoppedException
                || failure instanceof AuthorizationException
                || failure instanceof AuthenticationException
                || failure instanceof UnsupportedVersionException
                || failure instanceof ConfigException
                || failure instanceof InvalidConfigurationException
                || failure instanceof ProducerFencedException
                || failure instanceof FencedInstanceIdException;
        return fatal ? FATAL : UNKNOWN;
    }

    /** The trouble behind what {@link Voter#vote} threw for one task alone. */
    static Trouble ofVoter(Throwable failure) {
        if (failure instanceof IllegalArgumentException) {
            return INVALID_TASK;
        }
        return failure instanceof IllegalStateException || failure instanceof Error ? FATAL : VOTER_FAILED;
    }
}
