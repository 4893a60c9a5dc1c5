package dev.steadfast.bundles;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stack of a pickle's machine, and what its opcodes put into the list, map or module on top. */
final class PickleStack {
    private static final Object MARK = new Object();

    private final List<Object> stack = new ArrayList<>();

    boolean isEmpty() {
        return stack.isEmpty();
    }

    /** Begins a tuple, a list or the items of a map. */
    void mark() {
        push(MARK);
    }

    void push(Object value) {
        stack.add(value);
    }

    Object top() {
        return stack.get(stack.size() - 1);
    }

    /** {@return the values on top, which are taken off, the lowest first} */
    List<Object> pop(int count) {
        List<Object> top = stack.subList(stack.size() - count, stack.size());
        List<Object> popped = List.copyOf(top);
        top.clear();
        return popped;
    }

    /** {@return all values above the last mark, which is taken off with them} */
    List<Object> popToMark() {
        int mark = stack.lastIndexOf(MARK);
        List<Object> popped = pop(stack.size() - mark - 1);
        pop(1);
        return popped;
    }

    /** Gives the module on top its attributes. */
    void build(Object state) {
        if (top() instanceof ModuleState module && state instanceof Map<?, ?> attributes) {
            attributes.forEach((name, value) -> module.attributes().put(String.valueOf(name), value));
        }
    }

    /** Adds to the list on top. */
    @SuppressWarnings("unchecked") // made for this stack
    void append(List<Object> values) {
        if (top() instanceof ArrayList<?> list) {
            ((List<Object>) list).addAll(values);
        }
    }

    /** Adds keys and values, in turn, to the map on top. */
    @SuppressWarnings("unchecked") // made for this stack
    void setItems(List<Object> keysAndValues) {
        if (top() instanceof LinkedHashMap<?, ?> map) {
            for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
                // Names alone: a list or a map as a key could hold itself, and would be hashed for ever.
                if (keysAndValues.get(i) instanceof String name) {
                    ((Map<Object, Object>) map).put(name, keysAndValues.get(i + 1));
                }
            }
        }
    }
}
