package dev.steadfast.datasets;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Images whose labels are a model's, where the dataset has only some of the model's classes, or has them in another order or under other names.
 */
public final class OfModel implements LabelledImages {
    private static final int MOST_NAMED = 10;

    private final LabelledImages images;
    private final List<String> classes;
    private final int[] labelOf;

    private OfModel(LabelledImages images, List<String> classes, int[] labelOf) {
        this.images = images;
        this.classes = classes;
        this.labelOf = labelOf;
    }

    /**
     * Matches the names of a dataset's classes with a model's labels. All must be names of one kind: labels, in which {@code _} may stand for
     * a space or a slash; or, if they are not, the labels' numbers from 0, with zeros before them or not; or, one for each of the model's
     * classes, WordNet ids such as {@code n01440764}, whose order is ImageNet's. Names that are given are taken in place of all these.
     *
     * @param classes the model's labels
     * @param names what the dataset calls them, in the same order, where that is known
     * @return the images themselves if their classes are the model's, in its order
     * @throws DatasetException if a class of the dataset is none of the model's; the first of them are named
     */
    public static LabelledImages of(LabelledImages images, List<String> classes, Optional<List<String>> names) {
        List<String> own = images.classes();
        if (own.isEmpty()) {
            throw new DatasetException(images.name() + " has no labels, which are needed to measure with");
        }
        if (names.isEmpty() && own.equals(classes)) {
            return images;
        }
        if (names.isPresent()) {
            if (names.get().size() != classes.size()) {
                throw new DatasetException("there must be a name for each of the %d classes, but there are %d"
                        .formatted(classes.size(), names.get().size()));
            }
            return matched(images, classes, places(names.get(), Function.identity()), "the names that are given");
        }
        Map<String, Integer> labels = places(classes, Function.identity());
        places(classes, OfModel::asFileName).forEach(labels::putIfAbsent);
        if (!labels.keySet().containsAll(own) && own.stream().allMatch(name -> name.matches("[0-9]{1,9}"))) {
            Map<String, Integer> numbers = own.stream()
                    .filter(name -> Integer.parseInt(name) < classes.size())
                    .collect(Collectors.toMap(Function.identity(), Integer::parseInt));
            return matched(images, classes, numbers, "numbers from 0 to " + (classes.size() - 1));
        }
        if (own.size() == classes.size() && own.stream().allMatch(name -> name.matches("n[0-9]{8}"))) {
            return matched(images, classes, places(own.stream().sorted().toList(), Function.identity()), "WordNet ids");
        }
        return matched(images, classes, labels, "labels of the model, or their numbers from 0");
    }

    private static LabelledImages matched(
            LabelledImages images, List<String> classes, Map<String, Integer> places, String what) {
        List<String> unknown = images.classes().stream()
                .filter(name -> !places.containsKey(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw new DatasetException(
                    "%s: the names of classes must be %s, but %d of %d are not: %s%s. The model's labels begin %s"
                            .formatted(
                                    images.name(),
                                    what,
                                    unknown.size(),
                                    images.classes().size(),
                                    quoted(unknown),
                                    unknown.size() > MOST_NAMED ? ", ..." : "",
                                    quoted(classes)));
        }
        Map<Integer, String> taken = new HashMap<>();
        int[] labelOf = new int[images.classes().size()];
        for (int i = 0; i < labelOf.length; i++) {
            String name = images.classes().get(i);
            labelOf[i] = places.getOrDefault(name, UNLABELLED);
            String other = taken.put(labelOf[i], name);
            if (other != null) {
                throw new DatasetException("%s: '%s' and '%s' are both the class '%s'"
                        .formatted(images.name(), other, name, classes.get(labelOf[i])));
            }
        }
        return new OfModel(images, classes, labelOf);
    }

    /** {@return where each name stands; those that occur more than once are left out} */
    private static Map<String, Integer> places(List<String> labels, Function<String, String> named) {
        Map<String, Integer> places = new LinkedHashMap<>();
        Set<String> twice = new HashSet<>();
        for (int i = 0; i < labels.size(); i++) {
            String name = named.apply(labels.get(i));
            if (places.putIfAbsent(name, i) != null) {
                twice.add(name);
            }
        }
        places.keySet().removeAll(twice);
        return places;
    }

    private static String asFileName(String label) {
        return label.replaceAll("[ /\\\\]", "_");
    }

    private static String quoted(List<String> names) {
        return names.stream().limit(MOST_NAMED).map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }

    @Override
    public String name() {
        return images.name();
    }

    @Override
    public String pixelRules() {
        return images.pixelRules();
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int height() {
        return images.height();
    }

    @Override
    public int width() {
        return images.width();
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public int label(int index) {
        return labelOf[images.label(index)];
    }

    @Override
    public byte[] image(int index) {
        return images.image(index);
    }

    @Override
    public void requireReadable(int... indices) {
        images.requireReadable(indices);
    }
}
