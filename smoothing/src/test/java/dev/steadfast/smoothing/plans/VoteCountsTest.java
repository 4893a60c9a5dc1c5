package dev.steadfast.smoothing.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VoteCountsTest {

    @Test
    void shouldCountValidAndInvalidVotesAmongTheSamples() {
        VoteCounts votes = votes(2, 3, 5, 1);

        assertThat(votes.samples()).isEqualTo(11);
        assertThat(votes.invalid()).isEqualTo(2);
        assertThat(votes.classes()).isEqualTo(3);
        assertThat(votes.votesFor(1)).isEqualTo(5);
    }

    @Test
    void shouldBeLedByTheClassWithMostVotesThenByTheLowestIndex() {
        assertThat(votes(9, 3, 5, 1).leader()).hasValue(1);
        assertThat(votes(0, 3, 5, 5).leader()).hasValue(1);
    }

    @Test
    void shouldHaveNoLeaderWithoutAValidVote() {
        assertThat(VoteCounts.none(3).leader()).isEmpty();
        assertThat(VoteCounts.allInvalid(3, 25).leader()).isEmpty();
    }

    @Test
    void shouldFindTheStrongestRival() {
        assertThat(votes(7, 3, 5, 1).mostVotesBeside(1)).isEqualTo(3);
        assertThat(votes(7, 3, 5, 5).mostVotesBeside(1)).isEqualTo(5);
        assertThat(votes(7, 3).mostVotesBeside(0)).isZero();
    }

    @Test
    void shouldAddClassByClass() {
        assertThat(votes(1, 2, 3).plus(votes(4, 5, 6))).isEqualTo(votes(5, 7, 9));
        assertThat(votes(1, 2, 3).plus(VoteCounts.none(2))).isEqualTo(votes(1, 2, 3));
    }

    @Test
    void shouldNotChangeWithTheArraysThatGoInAndOut() {
        // Given
        int[] given = {1, 2};
        VoteCounts votes = new VoteCounts(given, 0);

        // When
        given[0] = 100;
        votes.perClass()[1] = 100;

        // Then
        assertThat(votes.perClass()).containsExactly(1, 2);
    }

    @Test
    void shouldBeEqualByContent() {
        assertThat(votes(1, 2, 3))
                .isEqualTo(votes(1, 2, 3))
                .hasSameHashCodeAs(votes(1, 2, 3))
                .isNotEqualTo(votes(0, 2, 3))
                .isNotEqualTo(votes(1, 3, 2))
                .hasToString("VoteCounts[perClass=[2, 3], invalid=1]");
    }

    @Test
    void shouldRejectAddingVotesOverOtherClasses() {
        assertThatThrownBy(() -> votes(0, 1, 2).plus(votes(0, 1, 2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("votes over 3 classes cannot join votes over 2");
    }

    @Test
    void shouldRejectASumThatNoIntHolds() {
        VoteCounts votes = votes(0, Integer.MAX_VALUE);

        assertThatThrownBy(() -> votes.plus(votes(1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2147483648 votes: must be at most 2147483647");
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                Arguments.of(new int[0], 0, "votes over 0 classes: there must be at least one"),
                Arguments.of(new int[] {1, -2}, 0, "votes for class 1 = -2: must not be negative"),
                Arguments.of(new int[] {1}, -1, "invalid = -1: must not be negative"),
                Arguments.of(new int[] {Integer.MAX_VALUE, 1}, 0, "2147483648 votes: must be at most 2147483647"));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void shouldRejectCountsThatCannotBe(int[] perClass, int invalid, String message) {
        assertThatThrownBy(() -> new VoteCounts(perClass, invalid))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void shouldRejectAClassThatIsNotThere() {
        assertThatThrownBy(() -> votes(0, 1, 2).votesFor(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static VoteCounts votes(int invalid, int... perClass) {
        return new VoteCounts(perClass, invalid);
    }
}
