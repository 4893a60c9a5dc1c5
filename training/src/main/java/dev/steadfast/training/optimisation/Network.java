package dev.steadfast.training.optimisation;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.steadfast.bundles.PixelValues;
import dev.steadfast.bundles.TorchScriptArchive;
import dev.steadfast.models.ComputeDevice;
import dev.steadfast.models.ModelException;
import dev.steadfast.models.ModuleMethod;
import dev.steadfast.models.PyTorchRuntime;
import dev.steadfast.models.ValueSteps;
import dev.steadfast.training.TrainingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A TorchScript module through which gradients flow.
 *
 * <p>Threading notes: for one thread.
 */
public final class Network implements AutoCloseable {
    // Loaded for training, even where the weights stay as they are: tensors made for inference carry no gradient.
    private static final Map<String, String> OPTIONS = Map.of("mapLocation", "true", "trainParam", "true");

    private static final ValueSteps AS_THEY_ARE = new ValueSteps(PixelValues.AS_THEY_ARE);

    private final Path name;
    private final Model model;
    private final PtSymbolBlock module;
    private final Map<String, NDArray> state;
    private final List<NDArray> weights;
    private final ValueSteps values;

    private Network(
            Path name,
            Model model,
            PtSymbolBlock module,
            Map<String, NDArray> state,
            List<NDArray> weights,
            ValueSteps values) {
        this.name = name;
        this.model = model;
        this.module = module;
        this.state = state;
        this.weights = weights;
        this.values = values;
    }

    /**
     * Loads a module whose weights are to change.
     *
     * @param name what error messages call it
     * @throws TrainingException if PyTorch cannot load the file, or it has no weights: a frozen module keeps them as constants
     */
    public static Network trainable(Path file, Path name, ComputeDevice device) {
        Network network = load(file, name, device, NDArray::hasGradient, AS_THEY_ARE);
        if (network.weights.isEmpty()) {
            network.close();
            throw new TrainingException(name + " must have weights to train, but has none: was it frozen"
                    + " (torch.jit.freeze)? Save it as torch.jit.script(model).save(...) does");
        }
        return network;
    }

    /** Loads a module whose weights stay as they are, in evaluation mode. It may be a frozen one. */
    public static Network fixed(Path file, ComputeDevice device) {
        return fixed(file, AS_THEY_ARE, device);
    }

    /**
     * The same.
     *
     * @param values what it is given of images
     */
    public static Network fixed(Path file, ValueSteps values, ComputeDevice device) {
        Network network = load(file, file, device, weight -> true, values);
        network.weights.forEach(weight -> weight.setRequiresGradient(false));
        network.evaluationMode();
        return network;
    }

    private static Network load(
            Path file, Path name, ComputeDevice device, Predicate<NDArray> wanted, ValueSteps values) {
        Model model = Model.newInstance(file.toString(), device.djl(), PyTorchRuntime.ENGINE);
        try {
            model.load(file, null, OPTIONS);
            PtSymbolBlock module = (PtSymbolBlock) model.getBlock();
            Map<String, NDArray> state = new LinkedHashMap<>();
            module.getParameters()
                    .forEach(named -> state.put(named.getKey(), named.getValue().getArray()));
            List<NDArray> weights = state.values().stream().filter(wanted).toList();
            return new Network(name, model, module, state, weights, values);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw new TrainingException(
                    TorchScriptArchive.objection(file)
                            .map(objection -> objection.replace(file.toString(), name.toString()))
                            .orElse(name + " cannot be loaded as TorchScript: " + e.getMessage()),
                    e);
        }
    }

    /** {@return the weights, in the module's order; they are the module's own, not copies} */
    public List<NDArray> weights() {
        return weights;
    }

    /**
     * Takes weights over from another network, those that have the same name and the same shape. Buffers are not among them: running statistics
     * are gathered anew.
     *
     * @return how many
     */
    public int adopt(Network other) {
        int adopted = 0;
        for (Map.Entry<String, NDArray> own : state.entrySet()) {
            NDArray others = other.state.get(own.getKey());
            if (others != null && others.getShape().equals(own.getValue().getShape())) {
                others.copyTo(own.getValue());
                adopted++;
            }
        }
        return adopted;
    }

    /** Draws the weights, if the module has a method {@code initialise()}; else they stay as the file has them. */
    public void initialise() {
        try {
            ModuleMethod.INITIALISE.runIfThere(module);
        } catch (ModelException e) {
            throw new TrainingException(name + ": " + e.getMessage(), e);
        }
    }

    public void trainingMode() {
        JniUtils.enableTrainingMode(module);
    }

    public void evaluationMode() {
        JniUtils.enableInferenceMode(module);
    }

    /** Runs the module and keeps what {@code backward} needs. The output belongs to the manager of the first input. */
    public NDArray forward(NDArray... inputs) {
        try (NDManager parameters = inputs[0].getManager().newSubManager()) {
            return module.forward(new ParameterStore(parameters, false), new NDList(arguments(inputs)), true)
                    .singletonOrThrow();
        }
    }

    /** Runs the module without gradients. The output belongs to the manager of the first input. */
    public NDArray infer(NDArray... inputs) {
        IValue[] arguments = Arrays.stream(arguments(inputs))
                .map(input -> IValue.from((PtNDArray) input))
                .toArray(IValue[]::new);
        try (IValue result = module.forward(arguments)) {
            return result.toTensor((PtNDManager) inputs[0].getManager());
        } finally {
            Arrays.stream(arguments).forEach(IValue::close);
        }
    }

    /** Of images and what is told beside them: the images as the module takes them. */
    private NDArray[] arguments(NDArray... inputs) {
        NDArray[] arguments = inputs.clone();
        arguments[0] = values.apply(inputs[0]);
        return arguments;
    }

    /** Writes the module, its weights as they are now, as TorchScript. */
    public void write(OutputStream out) {
        JniUtils.writeModule(module, out, false);
    }

    @Override
    public String toString() {
        return name.toString();
    }

    @Override
    public void close() {
        model.close();
    }
}
