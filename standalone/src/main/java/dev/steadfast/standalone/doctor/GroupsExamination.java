package dev.steadfast.standalone.doctor;

import static dev.steadfast.standalone.doctor.Brokers.answer;

import dev.steadfast.workers.WorkerGroup;
import dev.steadfast.workers.WorkerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The workers' share group and the topology's group: how they are set, and whether anybody is in them. */
final class GroupsExamination implements Examination {

    private final Brokers brokers;
    private final List<WorkerSettings> workers;
    private final String topology;

    /**
     * @param workers settings of the workers of each queue
     * @param topology the application id
     */
    GroupsExamination(Brokers brokers, List<WorkerSettings> workers, String topology) {
        this.brokers = brokers;
        this.workers = workers;
        this.topology = topology;
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (WorkerSettings worker : workers) {
            findings.add(shareGroup(worker));
        }
        findings.add(topology());
        return findings;
    }

    private Finding shareGroup(WorkerSettings worker) throws InterruptedException {
        String group = worker.shareGroup();
        int members;
        try {
            members = answer(brokers.admin().describeShareGroups(List.of(group)).all()).values().stream()
                    .mapToInt(told -> told.members().size())
                    .sum();
        } catch (GroupIdNotFoundException e) {
            return Finding.problem(
                    "workers",
                    "there is no share group " + group,
                    "`steadfast topics apply` makes it, or the first worker (worker.provision-group).");
        }
        List<String> others = differences(worker);
        if (!others.isEmpty()) {
            return Finding.problem(
                    "workers",
                    "share group %s: %s".formatted(group, String.join(", ", others)),
                    "`steadfast topics apply` sets it; read_committed matters most: tasks of aborted transactions must not be voted on.");
        }
        return members == 0
                ? Finding.warning(
                        "workers",
                        "nobody is in share group " + group,
                        "Start a worker; without one no frame is answered by votes.")
                : Finding.ok("workers", "%d in share group %s".formatted(members, group));
    }

    private List<String> differences(WorkerSettings worker) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, worker.shareGroup());
        Config config =
                answer(brokers.admin().describeConfigs(List.of(resource)).all()).get(resource);
        List<String> others = new ArrayList<>();
        for (Map.Entry<String, String> wanted :
                WorkerGroup.configuration(worker).entrySet()) {
            ConfigEntry entry = config == null ? null : config.get(wanted.getKey());
            if (entry != null && !wanted.getValue().equals(entry.value())) {
                others.add("%s is %s, not %s".formatted(wanted.getKey(), entry.value(), wanted.getValue()));
            }
        }
        return others;
    }

    private Finding topology() throws InterruptedException {
        try {
            int members = answer(brokers.admin()
                            .describeConsumerGroups(List.of(topology))
                            .all())
                    .values()
                    .stream()
                    .mapToInt(told -> told.members().size())
                    .sum();
            return members == 0
                    ? nobody()
                    : Finding.ok("topology", "%d threads in group %s".formatted(members, topology));
        } catch (GroupIdNotFoundException e) {
            return nobody();
        } catch (KafkaException e) {
            return Finding.problem("topology", "group %s is not told: %s".formatted(topology, e.getMessage()), "");
        }
    }

    private Finding nobody() {
        return Finding.warning(
                "topology",
                "nobody is in group " + topology,
                "Start `steadfast streams`; streams.application-id names the group. Frames wait until then.");
    }
}
