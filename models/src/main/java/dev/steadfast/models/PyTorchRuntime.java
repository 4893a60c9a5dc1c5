package dev.steadfast.models;

import ai.djl.engine.Engine;

/**
 * The PyTorch engine, set up before its native library is loaded. Each default below is a system property of DJL and gives way
 * to one that the user has set.
 */
public final class PyTorchRuntime {
    /** The engine's name in DJL. */
    public static final String ENGINE = "PyTorch";

    private PyTorchRuntime() {}

    /** {@return the engine, loading the native library on the first call} */
    public static Engine engine() {
        return Holder.ENGINE;
    }

    private static final class Holder {
        static final Engine ENGINE = load();

        private static Engine load() {
            // Cores as the container sees them: PyTorch itself counts those of the host.
            setDefault("ai.djl.pytorch.num_threads", Runtime.getRuntime().availableProcessors());
            // A chain of layers has nothing to run side by side.
            setDefault("ai.djl.pytorch.num_interop_threads", 1);
            // Nothing is downloaded, and nobody is told that the engine started.
            setDefault("ai.djl.offline", true);
            setDefault("OPT_OUT_TRACKING", true);
            return Engine.getEngine(PyTorchRuntime.ENGINE);
        }

        private static void setDefault(String property, Object value) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, String.valueOf(value));
            }
        }
    }
}
