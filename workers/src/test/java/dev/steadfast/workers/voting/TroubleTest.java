package dev.steadfast.workers.voting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The error table, row by row. */
class TroubleTest {

    @ParameterizedTest
    @CsvSource({
        "EMPTY_RECORD,   BURY,    BURY",
        "NOT_AVRO,       BURY,    BURY",
        "UNKNOWN_SCHEMA, BURY,    BURY",
        "WRONG_RECORD,   BURY,    BURY",
        "INVALID_TASK,   CONDEMN, CONDEMN",
        "INPUT_LOST,     ANSWER,  ANSWER",
        "EXPIRED,        ANSWER,  ANSWER",
        "OTHER_BUNDLE,   RELEASE, CONDEMN",
        "VOTER_FAILED,   RELEASE, CONDEMN",
        "UNAVAILABLE,    RELEASE, HOLD",
        "UNKNOWN,        RELEASE, HOLD",
        "FATAL,          STOP,    STOP",
    })
    void shouldHaveOneVerdictForEachTrouble(Trouble trouble, Verdict whileDeliveriesRemain, Verdict atTheLast) {
        assertThat(trouble.verdict(false)).isEqualTo(whileDeliveriesRemain);
        assertThat(trouble.verdict(true)).isEqualTo(atTheLast);
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void shouldNeverReleaseTheLastDelivery(Trouble trouble) {
        if (trouble != Trouble.FATAL) { // a worker that stops can keep nothing
            assertThat(trouble.verdict(true).acknowledgement()).isNotEqualTo(AcknowledgeType.RELEASE);
        }
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void shouldLeaveAWordWhereverATaskIsGivenUp(Verdict verdict) {
        boolean done = verdict.acknowledgement() == AcknowledgeType.ACCEPT
                || verdict.acknowledgement() == AcknowledgeType.REJECT;

        assertThat(verdict.votesAgainst() || verdict.deadLetter()).isEqualTo(done);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new TimeoutException("no answer"), Trouble.UNAVAILABLE),
                Arguments.of(new NotEnoughReplicasException("one is down"), Trouble.UNAVAILABLE),
                Arguments.of(new UnknownTopicOrPartitionException("not made yet"), Trouble.UNAVAILABLE),
                Arguments.of(new KafkaException("something new"), Trouble.UNKNOWN),
                Arguments.of(new IllegalStateException("a bug"), Trouble.UNKNOWN),
                Arguments.of(GroupAuthorizationException.forGroupId("g"), Trouble.FATAL),
                Arguments.of(new SaslAuthenticationException("who are you"), Trouble.FATAL),
                Arguments.of(new ConfigException("acks", "maybe"), Trouble.FATAL),
                Arguments.of(new OutOfMemoryError("native"), Trouble.FATAL),
                Arguments.of(new UnsatisfiedLinkError("libtorch"), Trouble.FATAL));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldTellErrorsThatPassFromThoseThatDoNot(Throwable failure, Trouble trouble) {
        assertThat(Trouble.of(failure)).isEqualTo(trouble);
    }

    @Test
    void shouldTellABadTaskFromABadModelAndAClosedVoter() {
        assertThat(Trouble.ofVoter(new IllegalArgumentException("sigma"))).isEqualTo(Trouble.INVALID_TASK);
        assertThat(Trouble.ofVoter(new ArithmeticException("network"))).isEqualTo(Trouble.VOTER_FAILED);
        assertThat(Trouble.ofVoter(new IllegalStateException("closed"))).isEqualTo(Trouble.FATAL);
        assertThat(Trouble.ofVoter(new OutOfMemoryError("device"))).isEqualTo(Trouble.FATAL);
    }
}
