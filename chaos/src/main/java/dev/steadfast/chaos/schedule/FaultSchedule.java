package dev.steadfast.chaos.schedule;

import dev.steadfast.chaos.schedule.Part.Role;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The faults of a run, all drawn before it begins: the same seed, length, pace and roster give the same faults. All sorts of fault are shuffled as a deck of
 * cards is, and each comes once before any comes again. A fault never strikes a part on which another one still works, nor one broker while another
 * is down by an earlier fault: losing two is a card of its own.
 *
 * @param faults by their beginnings
 */
public record FaultSchedule(List<Fault> faults) {

    public FaultSchedule {
        faults = List.copyOf(faults);
    }

    /** What was struck has so much time to itself before it is struck again. */
    private static final Duration REST = Duration.ofSeconds(8);

    private static final double JITTER = 0.5;

    private record Card(FaultKind kind, List<Role> roles) {}

    /**
     * Draws one.
     *
     * @param length of the run; each fault is over by then
     * @param every the mean time between the beginnings of two faults
     * @param kinds those that may come
     */
    public static FaultSchedule draw(
            long seed, Duration length, Duration every, Roster roster, Collection<FaultKind> kinds) {
        Random random = new Random(seed);
        List<Card> cards = cards(roster).stream()
                .filter(card -> kinds.contains(card.kind()))
                .toList();
        if (cards.isEmpty()) {
            throw new IllegalArgumentException("no fault of the kinds " + kinds + " can strike " + roster);
        }
        List<Fault> faults = new ArrayList<>();
        Deque<Card> deck = new ArrayDeque<>();
        Duration at = pause(random, every);
        while (at.compareTo(length) < 0) {
            if (deck.isEmpty()) {
                List<Card> shuffled = new ArrayList<>(cards);
                Collections.shuffle(shuffled, random);
                deck.addAll(shuffled);
            }
            for (Card card : List.copyOf(deck)) {
                Fault fault = fault(random, at, card, roster);
                if (isFree(fault, faults) && fault.end().compareTo(length) <= 0) {
                    faults.add(fault);
                    deck.remove(card);
                    break;
                } // else its time will come
            }
            at = at.plus(pause(random, every));
        }
        return new FaultSchedule(faults);
    }

    private static List<Card> cards(Roster roster) {
        List<Card> cards = new ArrayList<>();
        for (Role role : Role.values()) {
            cards.add(new Card(FaultKind.KILL, List.of(role)));
            cards.add(new Card(FaultKind.TERMINATE, List.of(role)));
            cards.add(new Card(FaultKind.FREEZE, List.of(role)));
        }
        for (Role client : List.of(Role.TOPOLOGY, Role.WORKER, Role.GATEWAY)) {
            for (FaultKind kind : List.of(FaultKind.HOLD, FaultKind.BREAK, FaultKind.SLOW)) {
                cards.add(new Card(kind, List.of(client, Role.BROKER)));
            }
            cards.add(new Card(FaultKind.HOLD, List.of(client, Role.REGISTRY)));
        }
        if (roster.hasQuorum()) {
            cards.add(new Card(FaultKind.KILL, List.of(Role.BROKER, Role.BROKER)));
        }
        cards.add(new Card(FaultKind.NOTHING, List.of()));
        cards.add(new Card(FaultKind.REPEAT, List.of()));
        cards.add(new Card(FaultKind.REBALANCE, List.of()));
        cards.add(new Card(FaultKind.DISK_FULL, List.of(Role.BROKER)));
        return cards;
    }

    private static Fault fault(Random random, Duration at, Card card, Roster roster) {
        List<Part> targets = new ArrayList<>();
        for (Role role : card.roles()) {
            List<Part> free = roster.parts(role).stream()
                    .filter(part -> !targets.contains(part))
                    .toList();
            targets.add(free.get(random.nextInt(free.size())));
        }
        int least = card.kind().leastSeconds() * 1000;
        int most = card.kind().mostSeconds() * 1000;
        return new Fault(at, Duration.ofMillis(least + random.nextInt(most - least + 1)), card.kind(), targets);
    }

    private static boolean isFree(Fault fault, List<Fault> before) {
        return before.stream()
                .filter(other -> other.end().plus(REST).compareTo(fault.at()) > 0)
                .allMatch(other ->
                        Collections.disjoint(other.targets(), fault.targets()) && !(isDown(other) && isDown(fault)));
    }

    /** Whether a broker is away because of it. */
    private static boolean isDown(Fault fault) {
        return fault.targets().stream().allMatch(part -> part.role() == Role.BROKER)
                && Set.of(FaultKind.KILL, FaultKind.TERMINATE, FaultKind.FREEZE, FaultKind.DISK_FULL)
                        .contains(fault.kind());
    }

    private static Duration pause(Random random, Duration every) {
        return Duration.ofMillis((long) (every.toMillis() * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    }
}
