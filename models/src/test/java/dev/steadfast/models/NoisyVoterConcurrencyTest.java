package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NoisyVoterConcurrencyTest {
    private static final TinyBundle COLOURS = TinyBundle.colours();
    private static final int ROUNDS = 50;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @TempDir
    Path directory = Path.of("");

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void shouldVoteAlikeOnTwoThreadsThatShareAVoter() throws Exception {
        try (ModelBundle bundle = COLOURS.open(directory, "Brightest");
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            assertVotesAreThoseOfOneThread(voter, voter);
        }
    }

    @Test
    void shouldVoteAlikeOnTwoVotersSideBySide() throws Exception {
        try (ModelBundle bundle = COLOURS.open(directory, "Brightest");
                NoisyVoter one = NoisyVoter.open(bundle, "cpu");
                NoisyVoter two = NoisyVoter.open(bundle, "cpu")) {
            assertVotesAreThoseOfOneThread(one, two);
        }
    }

    @Test
    void shouldWaitForVotesUnderWayWhenClosed() throws IOException, InterruptedException, ExecutionException {
        CountDownLatch voting = new CountDownLatch(2);
        List<Future<List<VoteCounts>>> votesUntilClosed = new ArrayList<>();
        VoteCounts expected;
        try (ModelBundle bundle = COLOURS.open(directory, "Brightest");
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            expected = voter.vote(List.of(request(0))).get(0);
            for (int thread = 0; thread < 2; thread++) {
                votesUntilClosed.add(threads.submit(() -> voteUntilClosed(voter, voting)));
            }
            voting.await();
        }

        for (Future<List<VoteCounts>> votes : votesUntilClosed) {
            assertThat(votes.get()).isNotEmpty().containsOnly(expected);
        }
    }

    private void assertVotesAreThoseOfOneThread(NoisyVoter one, NoisyVoter two) throws Exception {
        List<VoteCounts> expected = voteAll(one);

        Future<List<VoteCounts>> first = threads.submit(() -> voteAll(one));
        Future<List<VoteCounts>> second = threads.submit(() -> voteAll(two));

        assertThat(first.get()).isEqualTo(expected);
        assertThat(second.get()).isEqualTo(expected);
    }

    private static List<VoteCounts> voteAll(NoisyVoter voter) {
        List<VoteCounts> votes = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            votes.addAll(voter.vote(List.of(request(round), request(round + 1))));
        }
        return votes;
    }

    private static List<VoteCounts> voteUntilClosed(NoisyVoter voter, CountDownLatch voting) {
        List<VoteCounts> votes = new ArrayList<>();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                votes.addAll(voter.vote(List.of(request(0))));
                if (votes.size() == 1) {
                    voting.countDown();
                }
            }
        } catch (IllegalStateException closed) {
            assertThat(closed).hasMessage("this voter is closed");
        }
        return votes;
    }

    private static VoteRequest request(int round) {
        NoiseKey key = NoiseKey.of(new byte[NoiseKey.BYTES]);
        return new VoteRequest(Images.grey(COLOURS.input()), 0.5, key, 20L * round, 20);
    }
}
