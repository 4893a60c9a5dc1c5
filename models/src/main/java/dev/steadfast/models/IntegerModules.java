package dev.steadfast.models;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.steadfast.integers.IntegerModule;
import dev.steadfast.integers.IntegerNetwork;
import dev.steadfast.integers.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Integer networks in PyTorch. All are the same module, {@code architectures/integers.py}, and differ in two tensors. The code that runs is always this program's
 * own, whatever code a file holds.
 */
public final class IntegerModules {
    private static final String MODULE = "integer-network.pt";
    private static final String BECOME = "become";

    private IntegerModules() {}

    /** {@return whether a file holds an integer network; not so if it cannot be read, which whoever loads it says better} */
    static boolean isAt(Path file) {
        try {
            return IntegerModule.isAt(file);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes a module that computes what {@link dev.steadfast.integers.Interpreter} does.
     *
     * @param target replaced if it exists
     * @throws IOException if it cannot be written
     */
    public static void write(IntegerNetwork network, Path target) throws IOException {
        try (Model model = Model.newInstance(MODULE, Device.cpu(), PyTorchRuntime.ENGINE);
                OutputStream out = Files.newOutputStream(target)) {
            JniUtils.writeModule(load(network, model, Device.cpu()), out, false);
        }
    }

    /** {@return the module of a network, which belongs to the model; it has not been prepared} */
    static PtSymbolBlock load(IntegerNetwork network, Model model, Device device) throws IOException {
        Program program = Program.of(network);
        try (NDManager manager = PyTorchRuntime.engine().newBaseManager(device);
                InputStream own = own()) {
            model.load(own);
            PtSymbolBlock module = (PtSymbolBlock) model.getBlock();
            Shape shape = new Shape(program.weights().length);
            try (IValue words = IValue.from((PtNDArray) manager.create(program.words()));
                    IValue weights =
                            IValue.from((PtNDArray) manager.create(direct(program.weights()), shape, DataType.INT8))) {
                IValueUtils.runMethod(module, BECOME, words, weights).close();
            }
            return module;
        } catch (MalformedModelException e) {
            throw new IllegalStateException("the module that integer networks are made of cannot be loaded", e);
        }
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).rewind();
    }

    private static InputStream own() {
        InputStream own = IntegerModules.class.getResourceAsStream(MODULE);
        if (own == null) {
            throw new IllegalStateException(MODULE + " must be beside this class, but is not");
        }
        return own;
    }
}
