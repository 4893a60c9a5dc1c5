package dev.steadfast.gateway.fleet;

import dev.steadfast.schemas.TaskQueues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The bundles of all deployments that announced some. Confined to the gateway's event loop. */
final class ServedModels {

    private final Map<String, List<ServedModel>> byApplication = new TreeMap<>();

    /** Takes what an application serves now, in place of what it served before; nothing, if it is gone. */
    void announced(String application, List<ServedModel> models) {
        if (models.isEmpty()) {
            byApplication.remove(application);
        } else {
            byApplication.put(application, List.copyOf(models));
        }
    }

    /** All, by application, the first of each first. */
    List<ServedModel> all() {
        List<ServedModel> all = new ArrayList<>();
        byApplication.values().forEach(all::addAll);
        return all;
    }

    /** The one with a digest; of several, rather one that answers. */
    Optional<ServedModel> withDigest(String digest) {
        return stream()
                .filter(model -> model.digest().equals(digest))
                .min(Comparator.comparing(model -> !model.answers()));
    }

    /** The queues of all; the {@linkplain TaskQueues#FIRST first} in any case. */
    SortedSet<String> queues() {
        SortedSet<String> queues =
                new TreeSet<>(stream().map(ServedModel::queue).toList());
        queues.add(TaskQueues.FIRST);
        return queues;
    }

    /** The queues whose votes frames wait for; the {@linkplain TaskQueues#FIRST first}, while nobody has announced anything. */
    SortedSet<String> answeringQueues() {
        return byApplication.isEmpty()
                ? queues()
                : new TreeSet<>(stream()
                        .filter(ServedModel::answers)
                        .map(ServedModel::queue)
                        .toList());
    }

    private Stream<ServedModel> stream() {
        return byApplication.values().stream().flatMap(List::stream);
    }
}
