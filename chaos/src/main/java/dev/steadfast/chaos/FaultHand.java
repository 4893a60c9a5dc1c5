package dev.steadfast.chaos;

import dev.steadfast.chaos.load.RecordCopies;
import dev.steadfast.chaos.network.FaultyLink;
import dev.steadfast.chaos.processes.Fleet;
import dev.steadfast.chaos.schedule.Fault;
import dev.steadfast.chaos.schedule.Part;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the schedule says, from a fault's beginning to its end. */
final class FaultHand {

    private static final Logger LOG = LoggerFactory.getLogger(FaultHand.class);
    private static final Duration SLOWNESS = Duration.ofMillis(200);
    private static final Duration BETWEEN_REBALANCES = Duration.ofMillis(800);
    private static final int REQUEST_SECONDS = 5;
    private static final String GROUP = "steadfast";

    private final Fleet fleet;
    private final long seed;

    FaultHand(Fleet fleet, long seed) {
        this.fleet = fleet;
        this.seed = seed;
    }

    /** Begins it, waits, and ends it; who is interrupted while a part stands still or a link is disturbed puts that right. */
    void strike(Fault fault) throws InterruptedException {
        List<Part> targets = fault.targets();
        switch (fault.kind()) {
            case NOTHING -> Thread.sleep(fault.lasts().toMillis());
            case KILL -> {
                for (Part part : targets) {
                    fleet.kill(part);
                }
                Thread.sleep(fault.lasts().toMillis());
                targets.forEach(fleet::start);
            }
            case TERMINATE -> {
                for (Part part : targets) {
                    fleet.terminate(part);
                }
                Thread.sleep(fault.lasts().toMillis());
                targets.forEach(fleet::start);
            }
            case FREEZE -> {
                fleet.freeze(targets.get(0));
                try {
                    Thread.sleep(fault.lasts().toMillis());
                } finally {
                    fleet.thaw(targets.get(0));
                }
            }
            case HOLD, BREAK, SLOW -> disturb(fault, fleet.link(targets.get(0), targets.get(1)));
            case REPEAT -> repeat(fault);
            case REBALANCE -> rebalance(fault.lasts());
            case DISK_FULL -> {
                fleet.fillDisk(targets.get(0));
                Thread.sleep(fault.lasts().toMillis());
                fleet.kill(targets.get(0));
                fleet.start(targets.get(0));
            }
        }
    }

    private static void disturb(Fault fault, FaultyLink link) throws InterruptedException {
        switch (fault.kind()) {
            case HOLD -> link.hold();
            case BREAK -> link.breakOff();
            default -> link.slow(SLOWNESS);
        }
        try {
            Thread.sleep(fault.lasts().toMillis());
        } finally {
            link.heal();
        }
    }

    private void repeat(Fault fault) {
        try {
            RecordCopies.write(fleet.kafka(), new Random(seed ^ fault.at().toMillis()));
        } catch (KafkaException e) { // the brokers are away, by another fault
            LOG.atInfo().addKeyValue("reason", e.getMessage()).log("Nothing repeated");
        }
    }

    private void rebalance(Duration lasts) throws InterruptedException {
        Map<String, Object> configuration = new HashMap<>(fleet.kafka());
        configuration.put("default.api.timeout.ms", REQUEST_SECONDS * 1000);
        configuration.put("request.timeout.ms", REQUEST_SECONDS * 1000 - 1);
        long end = System.nanoTime() + lasts.toNanos();
        try (Admin admin = Admin.create(configuration)) {
            while (System.nanoTime() < end) {
                try {
                    admin.removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions())
                            .all()
                            .get(REQUEST_SECONDS, TimeUnit.SECONDS);
                } catch (ExecutionException | TimeoutException e) { // nobody is in it just now
                    LOG.atDebug().setCause(e).log("No member thrown out");
                }
                Thread.sleep(BETWEEN_REBALANCES.toMillis());
            }
        }
    }
}
