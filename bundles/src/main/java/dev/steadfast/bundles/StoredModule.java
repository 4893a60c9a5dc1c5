package dev.steadfast.bundles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A module in a TorchScript file: its class, its submodules, numbers and weights, read without PyTorch. Immutable.
 */
public final class StoredModule {
    private static final String MANGLED = "___torch_mangle_\\d+\\.";

    private final Path file;
    private final String place;
    private final ModuleState state;

    private StoredModule(Path file, String place, ModuleState state) {
        this.file = file;
        this.place = place;
        this.state = state;
    }

    /** A tensor's values, as {@code float32}, in the order of its sizes. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared
    public record Weights(long[] sizes, float[] values) {}

    /**
     * Reads the module of a file.
     *
     * @throws IOException if it is no TorchScript file, or cannot be read
     */
    public static StoredModule read(Path file) throws IOException {
        return new StoredModule(file, "", TorchScriptArchive.module(file));
    }

    /** {@return the name of its class, without the packages that PyTorch puts before it} */
    public String className() {
        String plain = state.className().replaceAll(MANGLED, "");
        return plain.substring(plain.lastIndexOf('.') + 1);
    }

    /** {@return whether it has neither submodules nor weights: those of a frozen module are constants of its code} */
    public boolean isEmpty() {
        return state.attributes().values().stream()
                .noneMatch(value -> value instanceof ModuleState || value instanceof StoredTensor);
    }

    /** {@return where it is in the module of the file, such as {@code encoder.stem}; empty for that itself} */
    public String place() {
        return place;
    }

    /** {@return whether it has a submodule of a name} */
    public boolean has(String name) {
        return state.attributes().get(name) instanceof ModuleState;
    }

    /**
     * {@return a submodule}
     *
     * @throws IOException if there is none
     */
    public StoredModule module(String name) throws IOException {
        if (state.attributes().get(name) instanceof ModuleState found) {
            return new StoredModule(file, below(name), found);
        }
        throw new IOException(file + " must have a module " + below(name) + ", but has none");
    }

    /** {@return the submodules named 0, 1, 2, ...: those of a list} */
    public List<StoredModule> modules() throws IOException {
        List<StoredModule> modules = new ArrayList<>();
        while (has(String.valueOf(modules.size()))) {
            modules.add(module(String.valueOf(modules.size())));
        }
        return modules;
    }

    /**
     * {@return a whole number}
     *
     * @throws IOException if there is none of that name
     */
    public int number(String name) throws IOException {
        if (state.attributes().get(name) instanceof Long number) {
            return Math.toIntExact(number);
        }
        throw new IOException(file + " must have a number " + below(name) + ", but has none");
    }

    /**
     * {@return a parameter or buffer, which is stored as {@code float32} or {@code bfloat16}}
     *
     * @throws IOException if there is none of that name and kind
     */
    public Weights weights(String name) throws IOException {
        if (!(state.attributes().get(name) instanceof StoredTensor tensor) || !tensor.isContiguous()) {
            throw new IOException(file + " must have weights " + below(name) + ", one after the other, but has not");
        }
        int width =
                switch (tensor.storage().type()) {
                    case "Float" -> Float.BYTES;
                    case "BFloat16" -> Short.BYTES;
                    default ->
                        throw new IOException(
                                file + " must have " + below(name) + " as Float or BFloat16, but has it as "
                                        + tensor.storage().type());
                };
        byte[] record =
                TorchScriptArchive.record(file, "data/" + tensor.storage().key());
        long[] sizes = tensor.sizes().stream().mapToLong(Long::longValue).toArray();
        ByteBuffer bytes = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        int from = within(name, tensor.offset(), record.length / width);
        float[] values = new float[within(name, count(sizes, record.length), record.length / width - from)];
        for (int i = 0; i < values.length; i++) {
            int at = (from + i) * width;
            values[i] =
                    width == Float.BYTES ? bytes.getFloat(at) : Float.intBitsToFloat(bytes.getShort(at) << Short.SIZE);
        }
        return new Weights(sizes, values);
    }

    /** {@return the product of sizes, or one more than the most if it is larger} */
    private static long count(long[] sizes, int most) {
        long count = 1;
        for (long size : sizes) {
            if (size < 0 || size > most || count * size > most) {
                return most + 1L;
            }
            count *= size;
        }
        return count;
    }

    private int within(String name, long number, int most) throws IOException {
        if (number < 0 || number > most) {
            throw new IOException(file + " must hold all values of " + below(name) + ", but holds " + most
                    + " where it names " + number);
        }
        return (int) number;
    }

    private String below(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }
}
