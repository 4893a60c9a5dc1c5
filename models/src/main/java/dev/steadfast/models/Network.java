package dev.steadfast.models;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import dev.steadfast.bundles.TorchScriptArchive;
import dev.steadfast.integers.IntegerModule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * One TorchScript module on a device, in evaluation mode and without gradients. It was let {@linkplain ModuleMethod#PREPARE prepare} itself,
 * once, before the first pass.
 *
 * <p>The module is called through DJL's {@link IValue}s and not through a predictor, which keeps its input alive for ever when
 * the module throws.
 *
 * <p>Threading notes: {@link #forward} may run on several threads at once; {@link #close} may not run beside it.
 */
final class Network implements AutoCloseable {
    // A module that was saved on another kind of device is moved to this one.
    private static final Map<String, String> OPTIONS = Map.of("mapLocation", "true");

    private final Path file;
    private final Model model;
    private final PtSymbolBlock module;

    private Network(Path file, Model model, PtSymbolBlock module) {
        this.file = file;
        this.model = model;
        this.module = module;
    }

    /**
     * Loads and prepares it.
     *
     * @param integers what prepares it if it is an integer network; others have {@code prepare()} or nothing
     * @throws ModelException if PyTorch cannot load the file, or its preparation fails
     */
    static Network load(Path file, ComputeDevice device, ModuleMethod integers) {
        ModuleMethod preparation = IntegerModules.isAt(file) ? integers : ModuleMethod.PREPARE;
        Model model = Model.newInstance(file.toString(), device.djl(), PyTorchRuntime.ENGINE);
        try {
            PtSymbolBlock module = module(file, model, device);
            JniUtils.enableInferenceMode(module);
            preparation.runIfThere(module);
            return new Network(file, model, module);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw new ModelException(
                    TorchScriptArchive.objection(file)
                            .orElse(file + " cannot be loaded as TorchScript: " + e.getMessage()),
                    e);
        }
    }

    /** Of an integer network the file's numbers are taken, and its code is not. */
    private static PtSymbolBlock module(Path file, Model model, ComputeDevice device)
            throws IOException, MalformedModelException {
        if (IntegerModules.isAt(file)) {
            return IntegerModules.load(IntegerModule.read(file), model, device.djl());
        }
        model.load(file, null, OPTIONS);
        return (PtSymbolBlock) model.getBlock();
    }

    /**
     * Runs the module. The output belongs to the manager of the first input.
     *
     * @throws ModelException if the module fails, or returns anything else than one float32 tensor of the expected shape
     */
    NDArray forward(Shape expected, NDArray... inputs) {
        IValue[] arguments = Arrays.stream(inputs)
                .map(input -> IValue.from((PtNDArray) input))
                .toArray(IValue[]::new);
        try (IValue result = call(arguments, inputs[0])) {
            if (!result.isTensor()) {
                String type = result.getType();
                throw unexpected(expected, type, OutputAdvice.forType(type));
            }
            NDArray output = result.toTensor((PtNDManager) inputs[0].getManager());
            if (output.getDataType() != DataType.FLOAT32 || !output.getShape().equals(expected)) {
                String found = OutputAdvice.nameOf(output.getDataType()) + " of shape " + output.getShape();
                throw unexpected(expected, found, OutputAdvice.forType(output.getDataType()));
            }
            return output;
        } finally {
            Arrays.stream(arguments).forEach(IValue::close);
        }
    }

    private IValue call(IValue[] arguments, NDArray images) {
        try {
            return module.forward(arguments);
        } catch (RuntimeException e) {
            throw new ModelException(
                    file + " failed on float32 input of shape " + images.getShape() + ": " + e.getMessage(), e);
        }
    }

    private ModelException unexpected(Shape expected, String found, String advice) {
        return new ModelException(
                file + " must return one float32 tensor of shape " + expected + ", but returned " + found + advice);
    }

    @Override
    public void close() {
        model.close();
    }
}
