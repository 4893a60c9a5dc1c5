package dev.steadfast.workers.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.InputReference;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.workers.FakeVoter;
import dev.steadfast.workers.Tasks;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks that name their certified input. */
@ExtendWith(SharedBroker.class)
class NamedInputIT {

    private static final byte[] IMAGE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    private final Deployment deployment;

    NamedInputIT(Deployment deployment) {
        this.deployment = deployment;
    }

    @Test
    void shouldVoteOnTheInputThatATaskNamesAsOnOneThatItBrings() throws Exception {
        // Given tasks of one frame, some with its certified input and some with its place
        InputReference place = deployment.accept(IMAGE);
        FakeVoter voter = new FakeVoter();
        deployment.send(IntStream.range(0, 4)
                .mapToObj(index -> index % 2 == 0
                        ? Tasks.builder(index).setImage(ByteBuffer.wrap(IMAGE)).build()
                        : named(index, place))
                .toList());

        // When
        deployment.startWorker(voter);

        // Then
        List<VoteBatch> votes = deployment.awaitVotes(4);
        assertThat(votes).allSatisfy(batch -> {
            assertThat(batch.getFailure()).isNull();
            assertThat(batch.getInvalid())
                    .isEqualTo(FakeVoter.votesOf(batch.getFirstSample(), Tasks.SAMPLES)
                            .invalid());
        });
        assertThat(voter.calls.stream().flatMap(List::stream))
                .hasSize(4)
                .allSatisfy(request -> assertThat(request.image()).isEqualTo(IMAGE));
    }

    @Test
    void shouldVoteAgainstAnInputThatIsDeleted() throws Exception {
        // Given
        InputReference place = deployment.accept(IMAGE);
        deployment.deleteInputs();
        deployment.send(List.of(named(0, place)));

        // When
        VoteWorker worker = deployment.startWorker(new FakeVoter());

        // Then at the first delivery
        assertThat(deployment.awaitVotes(1)).singleElement().satisfies(batch -> {
            assertThat(batch.getFailure())
                    .startsWith("INPUT_LOST: the certified input is gone: accepted-frames, partition 0, offset "
                            + place.getOffset());
            assertThat(batch.getInvalid()).isEqualTo(Tasks.SAMPLES);
            assertThat(batch.getDeliveries()).isEqualTo(1);
        });
        assertThat(worker.statistics().released()).isZero();
    }

    @Test
    void shouldVoteAgainstAnotherInputInItsPlace() throws Exception {
        // Given a topic that was made anew, say, so that another frame stands there
        InputReference there = deployment.accept(IMAGE);
        InputReference named = new InputReference(there.getPartition(), there.getOffset(), "0".repeat(64));
        deployment.send(List.of(named(0, named)));

        // When
        deployment.startWorker(new FakeVoter());

        // Then
        assertThat(deployment.awaitVotes(1)).singleElement().satisfies(batch -> assertThat(batch.getFailure())
                .startsWith("INPUT_LOST: another certified input stands where the task says"));
    }

    private static NoiseTask named(int index, InputReference place) {
        return Tasks.builder(index)
                .setImage(ByteBuffer.allocate(0))
                .setInput(place)
                .build();
    }
}
