package dev.steadfast.gateway.fleet;

import dev.steadfast.schemas.TaskQueues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bundles of all deployments that announced some. Confined to the gateway's event loop. */
final class ServedModels {

    private static final Logger LOG = LoggerFactory.getLogger(ServedModels.class);

    private final Map<String, List<ServedModel>> byApplication = new TreeMap<>();
    private final String own;

    /**
     * @param own the application whose queues matter: those of others, and what one that is gone has left behind, stop no frame here
     */
    ServedModels(String own) {
        this.own = own;
    }

    /** Takes what an application serves now, in place of what it served before; nothing, if it is gone. */
    void announced(String application, List<ServedModel> models) {
        List<String> titles = models.stream().map(ServedModel::title).toList();
        List<String> before = byApplication.getOrDefault(application, List.of()).stream()
                .map(ServedModel::title)
                .toList();
        if (!titles.equals(before)) {
            LOG.atInfo()
                    .addKeyValue("application", application)
                    .addKeyValue("bundles", titles)
                    .log("Bundles served");
        }
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

    /** The one with a digest; of several, rather the own application's. */
    Optional<ServedModel> withDigest(String digest) {
        return Stream.concat(ofOwn().stream(), all().stream())
                .filter(model -> model.digest().equals(digest))
                .findFirst();
    }

    /** The queue that a bundle votes for, by its digest; before anything is announced, the {@linkplain TaskQueues#FIRST first}. */
    Optional<String> queueOf(String digest) {
        return ofOwn().isEmpty()
                ? Optional.of(TaskQueues.FIRST)
                : withDigest(digest).map(ServedModel::queue);
    }

    /** The bundles of the own application that answer frames. */
    List<ServedModel> answering() {
        return ofOwn().stream().filter(ServedModel::answers).toList();
    }

    /** The queues of the own application; the {@linkplain TaskQueues#FIRST first} in any case. */
    SortedSet<String> queues() {
        SortedSet<String> queues =
                new TreeSet<>(ofOwn().stream().map(ServedModel::queue).toList());
        queues.add(TaskQueues.FIRST);
        return queues;
    }

    /** Those of its queues whose votes frames wait for; the {@linkplain TaskQueues#FIRST first}, while it has announced nothing. */
    SortedSet<String> answeringQueues() {
        return ofOwn().isEmpty()
                ? queues()
                : new TreeSet<>(ofOwn().stream()
                        .filter(ServedModel::answers)
                        .map(ServedModel::queue)
                        .toList());
    }

    private List<ServedModel> ofOwn() {
        return byApplication.getOrDefault(own, List.of());
    }
}
