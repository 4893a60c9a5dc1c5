package dev.steadfast.gateway.predictions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * What was there before the gateway was: read partition after partition, so in no order of time. Keeps the latest answers, never more than
 * a bound. Confined to the gateway's event loop.
 */
final class Past {

    private final int capacity;
    private final PriorityQueue<Answer> latest = new PriorityQueue<>();
    private final Map<List<Integer>, Origin> first = new HashMap<>();
    private final Position dropped = Position.start();

    Past(int capacity) {
        this.capacity = capacity;
    }

    void add(Answer answer) {
        latest.add(answer);
        first.merge(partition(answer), answer.origin(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
        if (latest.size() > capacity) {
            dropped.pass(latest.remove().origin());
        }
    }

    /** Before what was kept: where answers may be that were read and dropped, or not read at all. */
    Position forgotten() {
        Position before = dropped.with(Position.start());
        first.values().stream()
                .filter(origin -> origin.offset() > 0)
                .forEach(origin -> before.pass(new Origin(origin.topic(), origin.partition(), origin.offset() - 1)));
        return before;
    }

    /**
     * What was kept, oldest first, but each partition in the order of its offsets: a position that lies behind an answer must lie behind
     * all that came before it in its partition.
     */
    List<Answer> inOrder() {
        Map<List<Integer>, List<Answer>> partitions = new HashMap<>();
        List<Answer> byTime = latest.stream().sorted().toList();
        for (Answer answer : byTime) {
            partitions
                    .computeIfAbsent(partition(answer), first -> new ArrayList<>())
                    .add(answer);
        }
        partitions.values().forEach(answers -> answers.sort((a, b) -> a.origin().compareTo(b.origin())));
        Map<List<Integer>, Iterator<Answer>> inTurn = new HashMap<>();
        partitions.forEach((partition, answers) -> inTurn.put(partition, answers.iterator()));
        return byTime.stream()
                .map(turn -> Objects.requireNonNull(inTurn.get(partition(turn))).next())
                .toList();
    }

    private static List<Integer> partition(Answer answer) {
        return List.of(answer.origin().topic(), answer.origin().partition());
    }
}
