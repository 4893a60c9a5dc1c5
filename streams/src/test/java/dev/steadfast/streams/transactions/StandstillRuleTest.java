package dev.steadfast.streams.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StandstillRuleTest {

    private static final TopicPartition VOTES = new TopicPartition("votes", 0);
    private static final TopicPartition FRAMES = new TopicPartition("frames", 3);

    private final StandstillRule rule = new StandstillRule(Duration.ofSeconds(50));

    @Test
    void shouldTellThoseThatStandStillForLongerThanATransactionMayTake() {
        look(0, Map.of(VOTES, new PartitionEnds(7, 9), FRAMES, new PartitionEnds(4, 4)));
        look(10, Map.of(VOTES, new PartitionEnds(7, 12), FRAMES, new PartitionEnds(4, 5)));

        assertThat(look(50, Map.of(VOTES, new PartitionEnds(7, 12), FRAMES, new PartitionEnds(4, 6))))
                .isEmpty();
        assertThat(look(51, Map.of(VOTES, new PartitionEnds(7, 13), FRAMES, new PartitionEnds(4, 6))))
                .containsExactly(new HeldUpPartition(VOTES, 7, Duration.ofSeconds(51)));
        assertThat(look(70, Map.of(VOTES, new PartitionEnds(7, 13), FRAMES, new PartitionEnds(4, 6))))
                .as("the longest first")
                .containsExactly(
                        new HeldUpPartition(VOTES, 7, Duration.ofSeconds(70)),
                        new HeldUpPartition(FRAMES, 4, Duration.ofSeconds(60)));
        assertThat(look(71, Map.of(VOTES, new PartitionEnds(20, 20), FRAMES, new PartitionEnds(5, 9))))
                .as("the one was ended, and behind the other is the next")
                .isEmpty();
    }

    @Test
    void shouldNotTakeABusyPartitionForOneThatStands() {
        for (int second = 0; second < 1000; second += 10) {
            assertThat(look(second, Map.of(VOTES, new PartitionEnds(second, second + 100))))
                    .isEmpty();
        }
    }

    @Test
    void shouldForgetWhatIsNoMore() {
        look(0, Map.of(VOTES, new PartitionEnds(7, 9)));
        look(10, Map.of());

        assertThat(look(60, Map.of(VOTES, new PartitionEnds(7, 9)))).isEmpty();
    }

    private List<HeldUpPartition> look(long second, Map<TopicPartition, PartitionEnds> ends) {
        return rule.note(ends, Duration.ofSeconds(second));
    }
}
