package dev.steadfast.bundles;

import dev.steadfast.bundles.StoragePickle.Named;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The map of tensors that a pickled checkpoint holds. Training programs put it into another map, beside an optimiser's state and numbers.
 *
 * @param tensors by name, in the checkpoint's order
 * @param place the name of the map in the map around it; empty if there is none around it
 */
record TensorMap(Map<String, StoredTensor> tensors, String place) {
    private static final int MOST_NAMED = 10;

    /**
     * Finds it.
     *
     * @throws IOException if the pickle names classes that are no tensors', or holds no such map, or several
     */
    static TensorMap of(StoragePickle pickle) throws IOException {
        for (Named named : pickle.classes()) {
            if (!isOfTensors(named)) {
                throw new IOException(
                        "must hold tensors alone, but names %s.%s, which would have to be run to be read. Save the weights by themselves: torch.save(model.state_dict(), \"weights.pth\")"
                                .formatted(named.module(), named.name()));
            }
        }
        if (!(pickle.root() instanceof Map<?, ?> root)) {
            throw new IOException("must hold a map of tensors, but does not");
        }
        Map<String, StoredTensor> direct = tensors(root);
        if (!direct.isEmpty()) {
            return new TensorMap(direct, "");
        }
        List<TensorMap> found = new ArrayList<>();
        root.forEach((name, value) -> {
            if (value instanceof Map<?, ?> map && !tensors(map).isEmpty()) {
                found.add(new TensorMap(tensors(map), String.valueOf(name)));
            }
        });
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new IOException(
                "must hold one map of tensors, but holds %s. Save the right one by itself: torch.save(torch.load(FILE)[NAME], \"weights.pth\")"
                        .formatted(
                                found.isEmpty()
                                        ? "none" + (root.isEmpty() ? "" : " under " + listed(root))
                                        : found.stream().map(TensorMap::place).toList()));
    }

    private static String listed(Map<?, ?> map) {
        return map.keySet().stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "))
                + (map.size() > MOST_NAMED ? ", ..." : "");
    }

    private static boolean isOfTensors(Named named) {
        return switch (named.module()) {
            case "torch" -> named.name().endsWith("Storage") || named.name().equals("Size");
            case "torch._utils" ->
                List.of("_rebuild_tensor_v2", "_rebuild_parameter").contains(named.name());
            case "collections" -> named.name().equals("OrderedDict");
            default -> false;
        };
    }

    private static Map<String, StoredTensor> tensors(Map<?, ?> map) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (name instanceof String text && value instanceof StoredTensor tensor) {
                tensors.put(text, tensor);
            }
        });
        return tensors;
    }
}
