package dev.steadfast.streams.transactions;

import dev.steadfast.management.LogPace;
import dev.steadfast.streams.watching.RepeatedLook;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again whether partitions are held up by a transaction that does not end, as one that a broker lost the end of: nothing else would show
 * it, since who reads committed records just sees none, and has no lag. It only tells. To end a transaction is for people, since what it holds may be
 * lost with it.
 *
 * <p>Threading notes: an own thread looks; what it saw is for any thread. Closing interrupts it and waits for it.
 */
public final class TransactionWatch implements AutoCloseable {

    /** Brokers look every ten seconds for transactions whose time is over, and need a moment to end one. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final int MOST_IN_A_LINE = 5;
    private static final Logger LOG = LoggerFactory.getLogger(TransactionWatch.class);

    private final Admin admin;
    private final BrokersView brokers;
    private final StandstillRule rule;
    private final LogPace heldUpLines = LogPace.lineAMinute();
    private final long start = System.nanoTime();
    private final RepeatedLook looks;
    private volatile List<HeldUpPartition> heldUp = List.of();

    private TransactionWatch(Admin admin, Predicate<String> watched, Duration longestTransaction, Duration look) {
        this.admin = admin;
        this.brokers = new BrokersView(admin, watched);
        this.rule = new StandstillRule(longestTransaction);
        this.looks = RepeatedLook.start(
                "transaction-watch",
                look,
                this::look,
                LOG,
                "Kafka does not tell whether partitions are held up by a transaction");
    }

    /**
     * Begins to look.
     *
     * @param kafka configuration of Kafka's clients
     * @param watched which topics matter
     * @param transactionTimeout how long a transaction may be open in them
     */
    public static TransactionWatch start(
            Map<String, String> kafka, Predicate<String> watched, Duration transactionTimeout) {
        return start(kafka, watched, longest(transactionTimeout), LOOK);
    }

    /** How long one may be seen to be open, whose time is over then. */
    static Duration longest(Duration transactionTimeout) {
        return transactionTimeout.plus(MARGIN);
    }

    static TransactionWatch start(
            Map<String, String> kafka, Predicate<String> watched, Duration longestTransaction, Duration look) {
        return new TransactionWatch(Admin.create(new HashMap<>(kafka)), watched, longestTransaction, look);
    }

    /** Those that were held up at the last look that Kafka answered, the longest first. */
    public List<HeldUpPartition> heldUp() {
        return heldUp;
    }

    private void look() throws InterruptedException, ExecutionException {
        note(rule.note(brokers.ends(), Duration.ofNanos(System.nanoTime() - start)));
    }

    private void note(List<HeldUpPartition> now) {
        boolean before = !heldUp.isEmpty();
        heldUp = now;
        if (!now.isEmpty()) {
            heldUpLines.log(
                    keptBack -> LOG.atError()
                            .addKeyValue("partitions", words(now))
                            .addKeyValue("first", brokers.transactionBefore(now.get(0)))
                            .log(
                                    "A transaction does not end, and no record behind it is read; the runbook says how to end it (Partitions held up)"));
        } else if (before) {
            LOG.info("No partition is held up by a transaction any more");
        }
    }

    private static String words(List<HeldUpPartition> heldUp) {
        String first = String.join(
                ", ",
                heldUp.stream()
                        .limit(MOST_IN_A_LINE)
                        .map(HeldUpPartition::toString)
                        .toList());
        return heldUp.size() <= MOST_IN_A_LINE
                ? first
                : "%s, and %d more".formatted(first, heldUp.size() - MOST_IN_A_LINE);
    }

    /** What there is to tell people who ask how the topology is: nothing where nothing is held up. */
    public String words() {
        List<HeldUpPartition> now = heldUp;
        return now.isEmpty() ? "" : "held up by a transaction that does not end: " + words(now);
    }

    @Override
    public void close() {
        looks.close();
        admin.close(Duration.ZERO);
    }
}
