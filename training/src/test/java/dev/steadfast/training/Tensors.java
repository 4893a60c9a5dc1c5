package dev.steadfast.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.steadfast.models.PyTorchRuntime;

/** Arrays of a test, on the CPU, freed with it. */
public final class Tensors implements AutoCloseable {
    private final NDManager manager = PyTorchRuntime.engine().newBaseManager(Device.cpu());

    public NDManager manager() {
        return manager;
    }

    public NDArray of(float[]... rows) {
        return manager.create(rows);
    }

    @Override
    public void close() {
        manager.close();
    }
}
