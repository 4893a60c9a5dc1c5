package dev.steadfast.models;

import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;

/** A method beside {@code forward} that a TorchScript module may have: without arguments, for what it does to the module. */
public enum ModuleMethod {
    /** Draws the weights of an untrained module. */
    INITIALISE("initialise"),

    /** Makes of the weights, once, what would otherwise be made of them in each pass. */
    PREPARE("prepare"),

    /** Does so for fp32 kernels: of integer networks, which compute the same with them. */
    PREPARE_FLOATS("prepare_floats");

    private final String name;

    ModuleMethod(String name) {
        this.name = name;
    }

    /**
     * Runs the method, if the module has it.
     *
     * @throws ModelException if it fails
     */
    public void runIfThere(PtSymbolBlock module) {
        if (!Arrays.asList(JniUtils.getMethodNames(module)).contains(name)) {
            return;
        }
        try {
            IValueUtils.runMethod(module, name).close();
        } catch (RuntimeException e) {
            throw new ModelException(name + "(), which is called without arguments, failed: " + e.getMessage(), e);
        }
    }
}
