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
import dev.steadfast.integers.IntegerNetwork;
import dev.steadfast.integers.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes integer networks as TorchScript. All are the same module, {@code architectures/integers.py}, and differ in two tensors; so what is run is never code
 * that came with a network.
 */
public final class IntegerModuleWriter {
    private static final String TEMPLATE = "integer-network.pt";
    private static final String BECOME = "become";

    private IntegerModuleWriter() {}

    /**
     * Writes a module that computes what {@link dev.steadfast.integers.Interpreter} does.
     *
     * @param target replaced if it exists
     * @throws IOException if it cannot be written
     */
    public static void write(IntegerNetwork network, Path target) throws IOException {
        Program program = Program.of(network);
        try (Model model = Model.newInstance(TEMPLATE, Device.cpu(), PyTorchRuntime.ENGINE);
                NDManager manager = PyTorchRuntime.engine().newBaseManager(Device.cpu());
                InputStream template = template()) {
            model.load(template);
            PtSymbolBlock module = (PtSymbolBlock) model.getBlock();
            Shape shape = new Shape(program.weights().length);
            try (IValue words = IValue.from((PtNDArray) manager.create(program.words()));
                    IValue weights =
                            IValue.from((PtNDArray) manager.create(direct(program.weights()), shape, DataType.INT8))) {
                IValueUtils.runMethod(module, BECOME, words, weights).close();
                try (OutputStream out = Files.newOutputStream(target)) {
                    JniUtils.writeModule(module, out, false);
                }
            }
        } catch (MalformedModelException e) {
            throw new IllegalStateException("the module that integer networks are made of cannot be loaded", e);
        }
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).rewind();
    }

    private static InputStream template() {
        InputStream template = IntegerModuleWriter.class.getResourceAsStream(TEMPLATE);
        if (template == null) {
            throw new IllegalStateException(TEMPLATE + " must be beside this class, but is not");
        }
        return template;
    }
}
