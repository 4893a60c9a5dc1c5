package dev.steadfast.gateway.predictions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far a reader of all answers has come: the next offset of each partition of {@link Origin#TOPICS}. As text it is the id of a live
 * event, {@code p} and the topics' offsets in base 36: partitions with dots between them, topics with dashes, as in {@code p2f.0.a1-3.0.0}.
 * Not safe for use by several threads.
 */
final class Position {

    private static final int BASE = 36;
    private static final int MOST_PARTITIONS = 1000;
    private static final int MOST_DIGITS = 12;
    private static final Pattern TEXT = Pattern.compile("p[0-9a-z.-]*");

    private final List<List<Long>> next;

    private Position(List<List<Long>> next) {
        this.next = next;
    }

    /** Before everything. */
    static Position start() {
        List<List<Long>> next = new ArrayList<>();
        Origin.TOPICS.forEach(topic -> next.add(new ArrayList<>()));
        return new Position(next);
    }

    /** Reads the text; empty if it is no position. */
    static Optional<Position> parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            return Optional.empty();
        }
        Position position = start();
        String[] topics = text.substring(1).split("-", -1);
        if (topics.length > position.next.size()) {
            return Optional.empty();
        }
        for (int topic = 0; topic < topics.length; topic++) {
            String[] partitions = topics[topic].split("\\.", -1);
            if (partitions.length > MOST_PARTITIONS) {
                return Optional.empty();
            }
            for (int partition = 0; partition < partitions.length; partition++) {
                String digits = partitions[partition];
                if (digits.length() > MOST_DIGITS) {
                    return Optional.empty();
                }
                position.set(topic, partition, digits.isEmpty() ? 0 : Long.parseLong(digits, BASE));
            }
        }
        return Optional.of(position);
    }

    /** Moves past an answer. */
    void pass(Origin origin) {
        set(origin.topic(), origin.partition(), Math.max(nextOf(origin), origin.offset() + 1));
    }

    /** Whether an answer lies before this position. */
    boolean isPast(Origin origin) {
        return origin.offset() < nextOf(origin);
    }

    /** How many offsets this position is behind another, over all partitions where it is. */
    long behind(Position other) {
        long behind = 0;
        for (int topic = 0; topic < other.next.size(); topic++) {
            for (int partition = 0; partition < other.next.get(topic).size(); partition++) {
                Origin origin = new Origin(topic, partition, 0);
                behind += Math.max(0, other.nextOf(origin) - nextOf(origin));
            }
        }
        return behind;
    }

    /** Where both have come: of each partition, the later offset. */
    Position with(Position other) {
        Position both = start();
        for (Position position : List.of(this, other)) {
            for (int topic = 0; topic < position.next.size(); topic++) {
                List<Long> partitions = position.next.get(topic);
                for (int partition = 0; partition < partitions.size(); partition++) {
                    Origin origin = new Origin(topic, partition, partitions.get(partition));
                    both.set(topic, partition, Math.max(both.nextOf(origin), origin.offset()));
                }
            }
        }
        return both;
    }

    private long nextOf(Origin origin) {
        List<Long> partitions = next.get(origin.topic());
        return origin.partition() < partitions.size() ? partitions.get(origin.partition()) : 0;
    }

    private void set(int topic, int partition, long offset) {
        List<Long> partitions = next.get(topic);
        while (partitions.size() <= partition) {
            partitions.add(0L);
        }
        partitions.set(partition, offset);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("p");
        for (int topic = 0; topic < next.size(); topic++) {
            text.append(topic == 0 ? "" : "-");
            List<Long> partitions = next.get(topic);
            for (int partition = 0; partition < partitions.size(); partition++) {
                text.append(partition == 0 ? "" : ".").append(Long.toString(partitions.get(partition), BASE));
            }
        }
        return text.toString();
    }
}
