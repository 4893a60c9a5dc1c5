package dev.steadfast.bundles;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A network that others have published, as TorchScript without weights, which is filled with those of a state dict. It was written for a number of classes that
 * divides no other size in it; the state dict's number takes its place.
 */
public final class PublishedNetwork {
    private static final long CLASSES = 1009;
    private static final int MOST_NAMED = 10;

    private final String name;
    private final Path skeleton;
    private final StoragePickle pickle;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    private PublishedNetwork(String name, Path skeleton, StoragePickle pickle) {
        this.name = name;
        this.skeleton = skeleton;
        this.pickle = pickle;
    }

    /**
     * Reads a network without weights.
     *
     * @param name what messages call it
     * @throws IOException if it is no such file
     */
    public static PublishedNetwork read(String name, Path skeleton) throws IOException {
        PublishedNetwork network = new PublishedNetwork(
                name, skeleton, StoragePickle.read(TorchScriptArchive.record(skeleton, TorchScriptArchive.PICKLE)));
        network.collect("", network.pickle.module());
        return network;
    }

    private void collect(String prefix, ModuleState module) {
        module.attributes().forEach((attribute, value) -> {
            if (value instanceof ModuleState below) {
                collect(prefix + attribute + ".", below);
            } else if (value instanceof StoredTensor tensor && tensor.storage().values() > 0) {
                tensors.put(prefix + attribute, tensor);
            }
        });
    }

    /**
     * Writes the network with the weights of a state dict, in {@linkplain TorchScriptArchive#normalise normal form}.
     *
     * @param weights a file: safetensors, or as {@code torch.save} writes it. Nothing in it is run
     * @param target where to write; replaced if it exists
     * @return what was made of the weights on the way, a line each, for people: a prefix that was left out, types that were converted
     * @throws IOException if the file is no state dict, or not this network's: the first tensors that are missing, unknown or of another shape are named
     */
    public List<String> fill(Path weights, Path target) throws IOException {
        try (StateDictFile file = StateDictFile.open(weights)) {
            List<String> notes = new ArrayList<>();
            if (!file.weights().place().isEmpty()) {
                notes.add("the weights are those under \"" + file.weights().place() + "\"");
            }
            StateDict state = unprefixed(file.weights(), notes);
            long classes = requireFit(state);
            Map<String, Long> converted = new TreeMap<>();
            Map<String, CheckpointTensor> records = new LinkedHashMap<>();
            tensors.forEach((tensor, place) -> {
                CheckpointTensor given = Objects.requireNonNull(state.tensors().get(tensor));
                records.put("data/" + place.storage().key(), given);
                converted.merge(given.type(), 1L, Long::sum);
            });
            converted.keySet().removeIf(type -> WeightType.named(type).orElseThrow() == WeightType.FLOAT32);
            converted.forEach((type, count) -> notes.add(count + " tensors of type " + type + " were made float32"));
            TorchScriptArchive.rewrite(
                    skeleton, target, (record, content) -> rewritten(record, content, records, classes));
            return Collections.unmodifiableList(notes);
        }
    }

    private ArchiveRecord rewritten(
            String record, ArchiveRecord content, Map<String, CheckpointTensor> records, long classes) {
        if (record.equals(TorchScriptArchive.PICKLE)) {
            return ArchiveRecord.of(pickle.withNumbers(number -> forClasses(number, classes)));
        }
        CheckpointTensor given = records.get(record);
        return given == null
                ? content
                : new ArchiveRecord(
                        Float.BYTES * TensorSizes.count(given.sizes(), Integer.MAX_VALUE),
                        () -> new ByteArrayInputStream(given.floats()));
    }

    private static long forClasses(long number, long classes) {
        return number > 0 && number % CLASSES == 0 ? number / CLASSES * classes : number;
    }

    /** A state dict whose names all have a prefix, as those of {@code DataParallel} have, is taken without it. */
    private StateDict unprefixed(StateDict state, List<String> notes) {
        String first = tensors.keySet().iterator().next();
        for (String given : state.tensors().keySet()) {
            String prefix = given.endsWith("." + first) ? given.substring(0, given.length() - first.length()) : "";
            if (!prefix.isEmpty() && state.tensors().keySet().stream().allMatch(each -> each.startsWith(prefix))) {
                notes.add("\"" + prefix + "\" before all names was left out");
                return state.without(prefix);
            }
        }
        return state;
    }

    /** {@return the number of classes} */
    private long requireFit(StateDict state) throws IOException {
        long classes = classes(state);
        List<String> missing = new ArrayList<>();
        List<String> otherwise = new ArrayList<>();
        List<String> unknown = new ArrayList<>(state.tensors().keySet());
        unknown.removeAll(tensors.keySet());
        tensors.forEach((tensor, place) -> {
            CheckpointTensor given = state.tensors().get(tensor);
            List<Long> wanted = place.sizes().stream()
                    .map(size -> forClasses(size, classes))
                    .toList();
            if (given == null) {
                missing.add(tensor);
            } else if (!given.sizes().equals(wanted)) {
                otherwise.add(tensor + " " + given.sizes() + ", not " + wanted);
            } else if (WeightType.named(given.type()).isEmpty()) {
                otherwise.add(tensor + " of type " + given.type());
            }
        });
        if (!missing.isEmpty() || !otherwise.isEmpty() || !unknown.isEmpty()) {
            throw new IOException("%s must hold the weights of %s, %d tensors, but does not:%s%s%s"
                    .formatted(
                            state.file(),
                            name,
                            tensors.size(),
                            listed(" %d missing", missing),
                            listed(" %d of another shape or type", otherwise),
                            listed(" %d that it does not have", unknown)));
        }
        return classes;
    }

    /** By the first tensor whose size depends on it; if that is missing or odd, as many as the network was written for. */
    private long classes(StateDict state) {
        for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
            int dimension = entry.getValue().sizes().indexOf(CLASSES);
            CheckpointTensor given = state.tensors().get(entry.getKey());
            if (dimension >= 0 && given != null && given.sizes().size() > dimension) {
                long classes = given.sizes().get(dimension);
                return classes > 0 && classes <= 1 << 16 ? classes : CLASSES;
            }
        }
        return CLASSES;
    }

    private static String listed(String what, List<String> names) {
        return names.isEmpty()
                ? ""
                : "\n" + what.formatted(names.size()) + ": "
                        + String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
                        + (names.size() > MOST_NAMED ? ", ..." : "");
    }
}
