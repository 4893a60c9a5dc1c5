package dev.steadfast.streams.reconciliation;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Ids of frames that have their answer, by when it was made. There may be millions, of which hardly one is ever looked for: eight bytes are kept of each,
 * and all are gone through for a question. The hash has a secret key, so that nobody can make two ids that have the same.
 *
 * <p>Threading notes: for one thread.
 */
final class AnsweredIds {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final HashFunction hash;
    private final NavigableMap<Long, Hashes> byMinute = new TreeMap<>();

    AnsweredIds(SecureRandom random) {
        this.hash = Hashing.sipHash24(random.nextLong(), random.nextLong());
    }

    private static final class Hashes {
        private static final int FIRST = 16;

        private long[] values = new long[FIRST];
        private int size;

        private void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size + size / 2);
            }
            values[size++] = value;
        }
    }

    void note(String id, Instant answered) {
        byMinute.computeIfAbsent(Math.floorDiv(answered.toEpochMilli(), MINUTE), minute -> new Hashes())
                .add(hashOf(id));
    }

    /** Those of the ids that are known here. */
    Set<String> among(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        Map<Long, Set<String>> wanted = new HashMap<>();
        ids.forEach(id ->
                wanted.computeIfAbsent(hashOf(id), value -> new HashSet<>()).add(id));
        Set<String> known = new HashSet<>();
        for (Hashes hashes : byMinute.values()) {
            for (int i = 0; i < hashes.size; i++) {
                known.addAll(wanted.getOrDefault(hashes.values[i], Set.of()));
            }
        }
        return known;
    }

    /** Forgets those that were answered before the minute of a time. */
    void forgetBefore(Instant time) {
        byMinute.headMap(Math.floorDiv(time.toEpochMilli(), MINUTE)).clear();
    }

    private long hashOf(String id) {
        return hash.hashString(id, StandardCharsets.UTF_8).asLong();
    }
}
