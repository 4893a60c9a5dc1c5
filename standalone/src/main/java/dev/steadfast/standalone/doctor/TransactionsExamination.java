package dev.steadfast.standalone.doctor;

import dev.steadfast.streams.transactions.DeploymentTransactions;
import dev.steadfast.streams.transactions.HeldUpPartition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;

/** Whether readers of committed records stand before a transaction that is open for longer than any may be. */
final class TransactionsExamination implements Examination {

    private final Brokers brokers;
    private final String application;
    private final Duration timeout;

    /**
     * @param application the topology's id
     * @param timeout how long a transaction may be open
     */
    TransactionsExamination(Brokers brokers, String application, Duration timeout) {
        this.brokers = brokers;
        this.application = application;
        this.timeout = timeout;
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        List<HeldUpPartition> held;
        try {
            held = DeploymentTransactions.heldUpNow(brokers.admin(), application, timeout);
        } catch (ExecutionException e) {
            throw new KafkaException(String.valueOf(e.getCause()), e);
        }
        return List.of(
                held.isEmpty()
                        ? Finding.ok("transactions", "none is open for longer than it may be")
                        : Finding.problem(
                                "transactions",
                                held.stream().map(HeldUpPartition::toString).collect(Collectors.joining(", "))
                                        + ": nothing behind it is read",
                                "The runbook says how to end it: docs/how-to/runbook.md, Partitions held up."));
    }
}
