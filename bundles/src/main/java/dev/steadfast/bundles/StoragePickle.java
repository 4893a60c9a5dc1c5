package dev.steadfast.bundles;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/**
 * The pickle of a TorchScript file or a checkpoint, read for the storages of its tensors and for what its modules and maps hold: names are noted, not looked up, and nothing that they
 * name is run.
 *
 * <p>A tensor's storage is a "persistent id", the tuple {@code ('storage', class, key, device, number of values)}, where the class is
 * {@code torch.FloatStorage} and the like ({@code torch/csrc/jit/serialization/pickler.cpp}). Classes and strings are written once and
 * then fetched from the pickle's memo, so that the tuples can only be read by following its stack machine. All opcodes are known here
 * that PyTorch's own pickler writes (protocol 2), and Python's for maps of tensors; any other is an error and not a guess.
 */
final class StoragePickle {
    private static final int PROTOCOL = 2;
    private static final String TORCH = "torch";
    private static final String STORAGE = "Storage";
    private static final int STORAGE_ID_PARTS = 5;

    // Before PyTorch 1.6 a view of a storage might follow, which was always None.
    private static final int OLD_STORAGE_ID_PARTS = 6;

    // Of the arguments of torch._utils._rebuild_tensor_v2.
    private static final int SIZES = 2;
    private static final int STRIDES = 3;

    /** What stands on the stack for values that no storage's name is made of. */
    private static final Object OTHER = new Object();

    /** A class named by the pickle, whose opcode is at bytes {@code from} to {@code to}. */
    record Named(String module, String name, int from, int to) {
        boolean isStorage(String type) {
            return module.equals(TORCH) && name.equals(type + STORAGE);
        }
    }

    /** A whole number in the pickle, whose opcode is at bytes {@code from} to {@code to}. */
    private record Numbered(long number, int from, int to) {}

    private final byte[] pickle;
    private final PickleBytes in;
    private final PickleStack stack = new PickleStack();
    private final Map<Integer, Object> memo = new HashMap<>();
    private final List<Named> classes = new ArrayList<>();
    private final List<Numbered> numbers = new ArrayList<>();
    private final Map<String, TensorStorage> storages = new LinkedHashMap<>();

    private StoragePickle(byte[] pickle, int from) {
        this.pickle = pickle;
        this.in = new PickleBytes(pickle, from);
    }

    /**
     * Reads a pickle.
     *
     * @throws IOException if it is damaged, or not as PyTorch writes it
     */
    static StoragePickle read(byte[] pickle) throws IOException {
        return read(pickle, 0);
    }

    /**
     * Reads one of several pickles that stand one behind the other.
     *
     * @param from where it begins
     * @throws IOException if it is damaged, or not as PyTorch writes it
     */
    static StoragePickle read(byte[] pickle, int from) throws IOException {
        StoragePickle reader = new StoragePickle(pickle, from);
        try {
            reader.run();
            return reader;
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IOException("the pickle ends, or its stack is empty, at byte " + reader.in.position(), e);
        }
    }

    /** {@return the storages, in the order in which they are first named} */
    Collection<TensorStorage> storages() {
        return List.copyOf(storages.values());
    }

    /** {@return where the pickle ends} */
    int end() {
        return in.position();
    }

    /** {@return all classes and functions that the pickle names} */
    List<Named> classes() {
        return List.copyOf(classes);
    }

    /**
     * {@return what the pickle holds}
     *
     * @throws IOException if it holds nothing
     */
    Object root() throws IOException {
        if (stack.isEmpty()) {
            throw new IOException("the pickle must hold something, but is empty");
        }
        return stack.top();
    }

    /**
     * {@return the module that the pickle holds}
     *
     * @throws IOException if it holds something else
     */
    ModuleState module() throws IOException {
        if (!stack.isEmpty() && stack.top() instanceof ModuleState module) {
            return module;
        }
        throw new IOException("the pickle must hold a module, but does not");
    }

    /** {@return the pickle with every storage class of one type replaced by that of another} */
    byte[] withType(String from, String to) {
        PickleCopy copy = new PickleCopy(pickle);
        for (Named named : classes) {
            if (named.isStorage(from)) {
                copy.replace(
                        named.from,
                        named.to,
                        ("c" + TORCH + "\n" + to + STORAGE + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return copy.bytes();
    }

    /** {@return the pickle with other numbers: with what is made of each whole number in it that is below 2^31} */
    byte[] withNumbers(LongUnaryOperator change) {
        PickleCopy copy = new PickleCopy(pickle);
        for (Numbered numbered : numbers) {
            long changed = change.applyAsLong(numbered.number);
            if (changed != numbered.number) {
                copy.replace(numbered.from, numbered.to, PickleCopy.number(Math.toIntExact(changed)));
            }
        }
        return copy.bytes();
    }

    /** {@return how many values there are of each type} */
    static Map<String, Long> valuesByType(Collection<TensorStorage> storages) {
        Map<String, Long> values = new TreeMap<>();
        storages.forEach(storage -> values.merge(storage.type(), storage.values(), Long::sum));
        return values;
    }

    private void run() throws IOException {
        for (int opcode = in.unsignedByte(); opcode != '.'; opcode = in.unsignedByte()) {
            step(opcode);
        }
    }

    private void step(int opcode) throws IOException {
        switch (opcode) {
            case 0x80 -> checkProtocol(in.unsignedByte()); // PROTO
            case '(' -> stack.mark();
            case ')' -> stack.push(List.of()); // EMPTY_TUPLE
            case '}' -> stack.push(new LinkedHashMap<Object, Object>()); // EMPTY_DICT
            case ']' -> stack.push(new ArrayList<>()); // EMPTY_LIST
            case 'N' -> stack.push(OTHER); // NONE
            case 0x88, 0x89 -> stack.push(opcode == 0x88); // NEWTRUE, NEWFALSE
            case 'J' -> number(in.position(), in.fourBytes()); // BININT
            case 'K' -> number(in.position(), in.unsignedByte()); // BININT1
            case 'M' -> number(in.position(), in.twoBytes()); // BININT2
            case 0x8a -> stack.push(in.longNumber(in.unsignedByte(), OTHER)); // LONG1
            case 'G' -> stack.push(in.real()); // BINFLOAT
            case 'X' -> stack.push(in.text(in.fourBytes())); // BINUNICODE
            case 0x8c, 'U' -> stack.push(in.text(in.unsignedByte())); // SHORT_BINUNICODE, SHORT_BINSTRING
            case 'T' -> stack.push(in.text(in.fourBytes())); // BINSTRING
            case 'c' -> stack.push(className()); // GLOBAL
            case 'q' -> memo.put(in.unsignedByte(), stack.top()); // BINPUT
            case 'r' -> memo.put(in.fourBytes(), stack.top()); // LONG_BINPUT
            case 'h' -> stack.push(remembered(in.unsignedByte())); // BINGET
            case 'j' -> stack.push(remembered(in.fourBytes())); // LONG_BINGET
            case 't' -> stack.push(stack.popToMark()); // TUPLE
            case 0x85 -> stack.push(stack.pop(1)); // TUPLE1
            case 0x86 -> stack.push(stack.pop(2)); // TUPLE2
            case 0x87 -> stack.push(stack.pop(3)); // TUPLE3
            case 'R', 0x81 -> make(stack.pop(2)); // REDUCE, NEWOBJ: class and arguments give an object
            case 'b' -> stack.build(stack.pop(1).get(0)); // BUILD
            case 'a' -> stack.append(stack.pop(1)); // APPEND
            case 's' -> stack.setItems(stack.pop(2)); // SETITEM
            case 'e' -> stack.append(stack.popToMark()); // APPENDS
            case 'u' -> stack.setItems(stack.popToMark()); // SETITEMS
            case 'Q' -> storage(stack.pop(1).get(0)); // BINPERSID
            default ->
                throw new IOException(String.format(
                        "the pickle must hold what PyTorch writes, but has the opcode 0x%02x at byte %d",
                        opcode, in.position() - 1));
        }
    }

    /** @param from behind its opcode */
    private void number(int from, long number) {
        numbers.add(new Numbered(number, from - 1, in.position()));
        stack.push(number);
    }

    private static void checkProtocol(int protocol) throws IOException {
        if (protocol != PROTOCOL) {
            throw new IOException("the pickle must be of protocol " + PROTOCOL + ", but is of " + protocol);
        }
    }

    private void storage(Object id) throws IOException {
        if (!(id instanceof List<?> parts
                && (parts.size() == STORAGE_ID_PARTS || parts.size() == OLD_STORAGE_ID_PARTS)
                && "storage".equals(parts.get(0))
                && parts.get(1) instanceof Named type
                && type.module.equals(TORCH)
                && type.name.endsWith(STORAGE)
                && parts.get(2) instanceof String key
                && parts.get(4) instanceof Long values)) {
            throw new IOException("the pickle must name storages as PyTorch does, but the one before byte "
                    + in.position() + " is not");
        }
        TensorStorage storage =
                new TensorStorage(type.name.substring(0, type.name.length() - STORAGE.length()), key, values);
        TensorStorage earlier = storages.putIfAbsent(key, storage);
        if (earlier != null && !earlier.equals(storage)) {
            throw new IOException(
                    "data/" + key + " must be of one type, but is named as " + earlier + " and " + storage);
        }
        stack.push(storage);
    }

    /** Of a tensor: its storage, the offset in it, sizes and strides. Of any other class: an object that is filled later. */
    private void make(List<Object> classAndArguments) {
        if (!(classAndArguments.get(0) instanceof Named named)) {
            stack.push(OTHER);
        } else if (named.name.equals("OrderedDict")) {
            stack.push(new LinkedHashMap<Object, Object>());
        } else if (classAndArguments.get(1) instanceof List<?> arguments
                && !arguments.isEmpty()
                && arguments.get(0) instanceof StoredTensor tensor) { // a parameter, around it
            stack.push(tensor);
        } else if (classAndArguments.get(1) instanceof List<?> arguments
                && arguments.size() > STRIDES
                && arguments.get(0) instanceof TensorStorage storage
                && arguments.get(1) instanceof Long offset) {
            stack.push(
                    new StoredTensor(storage, offset, numbers(arguments.get(SIZES)), numbers(arguments.get(STRIDES))));
        } else {
            stack.push(new ModuleState(named.module + "." + named.name, new LinkedHashMap<>()));
        }
    }

    private static List<Long> numbers(Object tuple) {
        return tuple instanceof List<?> list
                ? list.stream()
                        .filter(Long.class::isInstance)
                        .map(Long.class::cast)
                        .toList()
                : List.of();
    }

    private Named className() {
        int from = in.position() - 1;
        String module = in.line();
        Named named = new Named(module, in.line(), from, in.position());
        classes.add(named);
        return named;
    }

    private Object remembered(int index) throws IOException {
        Object value = memo.get(index);
        if (value == null) {
            throw new IOException("the pickle fetches number " + index + ", which it has not stored");
        }
        return value;
    }
}
