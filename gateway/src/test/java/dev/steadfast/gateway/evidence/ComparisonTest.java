package dev.steadfast.gateway.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.gateway.MadeUp;
import dev.steadfast.smoothing.plans.TaskLayout;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final List<String> CLASSES = List.of("airplane", "automobile", "bird", "cat", "deer", "dog");
    private static final CertifiedPrediction PREDICTION = Evidence.prediction("f-1", "door");

    @Test
    void shouldFindTheSameVotes() {
        JsonObject found = compare(PREDICTION, again());

        assertThat(found.getBoolean("matches")).isTrue();
        assertThat(found.getBoolean("exact")).isTrue();
        assertThat(found.getInteger("recounted")).isEqualTo(44);
        assertThat(found.getString("detail")).isEqualTo("all 44 votes are the same");
        assertThat(found.getJsonArray("selection").encode())
                .isEqualTo("[{\"class\":3,\"className\":\"cat\",\"label\":\"cat\",\"votes\":4,\"replayed\":4}]");
        assertThat(found.getJsonArray("estimation")).hasSize(2);
    }

    @Test
    void shouldFindOneVoteThatIsAnother() {
        RepeatedVotes again = new RepeatedVotes(5);
        for (int task = 0; task < 5; task++) {
            again.add(task == 2 ? votes(task, List.of(1, 0, 0, 9)) : same(task));
        }

        JsonObject found = compare(PREDICTION, again);

        assertThat(found.getBoolean("matches")).isFalse();
        assertThat(found.getString("detail"))
                .isEqualTo("all 44 votes were expected to be the same, and are not: do not rely on this prediction");
        assertThat(found.getJsonArray("estimation").getJsonObject(2).encode())
                .isEqualTo(
                        "{\"class\":0,\"className\":\"airplane\",\"label\":\"airplane\",\"votes\":0,\"replayed\":1}");
    }

    @Test
    void shouldFindAVoteThatIsMissing() {
        RepeatedVotes again = new RepeatedVotes(5);
        for (int task = 0; task < 5; task++) {
            again.add(task == 4 ? votes(task, List.of(0, 0, 0, 9)) : same(task));
        }

        assertThat(compare(PREDICTION, again).getBoolean("matches")).isFalse();
    }

    @Test
    void shouldSayThatAnotherBackendMayDiffer() {
        RepeatedVotes again = new RepeatedVotes(5);
        for (int task = 0; task < 5; task++) {
            again.add(VoteBatch.newBuilder(task == 4 ? votes(task, List.of(0, 0, 0, 10)) : same(task))
                    .setBackend("pytorch cuda")
                    .build());
        }

        JsonObject found = compare(PREDICTION, again);

        assertThat(found.getBoolean("matches")).isFalse();
        assertThat(found.getBoolean("exact")).isFalse();
        assertThat(found.getString("backend")).isEqualTo("pytorch cuda");
        assertThat(found.getString("detail")).contains("another backend voted in the replay");
    }

    @Test
    void shouldFindTheVotesOfAnUnfinishedPredictionAmongThoseOfTheReplay() {
        CertifiedPrediction unfinished = CertifiedPrediction.newBuilder(PREDICTION)
                .setSamplesUsed(24)
                .setEstimationCounts(List.of(new ClassCount(3, "cat", "cat", 20)))
                .build();

        JsonObject found = compare(unfinished, again());

        assertThat(found.getBoolean("matches")).isTrue();
        assertThat(found.getString("detail"))
                .contains("the 24 votes that had come when it was made, of 44, are the same");
        CertifiedPrediction more = CertifiedPrediction.newBuilder(unfinished)
                .setEstimationCounts(List.of(new ClassCount(5, "dog", "dog", 2)))
                .build();
        assertThat(compare(more, again()).getBoolean("matches")).isFalse();
    }

    @Test
    void shouldNotMatchWhereTasksCouldNotBeRun() {
        RepeatedVotes again = new RepeatedVotes(5);
        for (int task = 0; task < 5; task++) {
            VoteBatch votes = same(task);
            again.add(
                    task == 0
                            ? VoteBatch.newBuilder(votes)
                                    .setFailure("out of memory")
                                    .build()
                            : votes);
        }

        JsonObject found = compare(PREDICTION, again);

        assertThat(found.getBoolean("matches")).isFalse();
        assertThat(found.getString("detail")).isEqualTo("1 tasks could not be run: out of memory");
    }

    @Test
    void shouldCompareClassesThatTheReplayDoesNotKnow() {
        CertifiedPrediction other = CertifiedPrediction.newBuilder(PREDICTION)
                .setSelectionCounts(List.of(new ClassCount(900, "zebra", "zebra", 4)))
                .build();

        JsonObject found = compare(other, again());

        assertThat(found.getBoolean("matches")).isFalse();
        assertThat(found.getJsonArray("selection").getJsonObject(0).encode())
                .isEqualTo("{\"class\":900,\"className\":\"zebra\",\"label\":\"zebra\",\"votes\":4,\"replayed\":0}");
    }

    private static JsonObject compare(CertifiedPrediction prediction, RepeatedVotes again) {
        return new Comparison(prediction, Evidence.LAYOUT, again, CLASSES).json();
    }

    private static RepeatedVotes again() {
        RepeatedVotes again = new RepeatedVotes(5);
        for (int task = 0; task < 5; task++) {
            assertThat(again.add(same(task))).isEqualTo(task == 4);
        }
        return again;
    }

    private static VoteBatch same(int task) {
        int samples = Evidence.LAYOUT.task(task).samples();
        return votes(task, task == 4 ? List.of(0, 0, 0, 9, 0, 1) : List.of(0, 0, 0, samples));
    }

    private static VoteBatch votes(int index, List<Integer> votes) {
        TaskLayout.Task task = Evidence.LAYOUT.task(index);
        return VoteBatch.newBuilder()
                .setFrameId("f-1")
                .setTaskIndex(index)
                .setFirstSample(task.firstSample())
                .setNoiseKey(PREDICTION.getReceipt().getNoiseKey())
                .setSamples(task.samples())
                .setVotes(votes)
                .setInvalid(0)
                .setModelDigest(PREDICTION.getModelDigest())
                .setBackend(PREDICTION.getBackend())
                .setWorkerId("worker-1")
                .setStartedAt(MadeUp.NOON)
                .setComputeMillis(1)
                .build();
    }
}
