package dev.steadfast.models;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The PyTorch engine, set up before its native library is loaded. Each default below is a system property of DJL and gives way
 * to one that the user has set.
 */
public final class PyTorchRuntime {
    /** The engine's name in DJL. */
    public static final String ENGINE = "PyTorch";

    private static final String THREADS = "ai.djl.pytorch.num_threads";

    private PyTorchRuntime() {}

    /** {@return the engine, loading the native library on the first call} */
    public static Engine engine() {
        return Holder.ENGINE;
    }

    /**
     * Spreads each operation over all cores from now on, where the user has not said otherwise: for a process whose work is one thing after the
     * other, as training is. Called by the thread that does it.
     */
    public static void spreadOverCores() {
        engine();
        if (Holder.THREADS_ARE_OURS) {
            JniUtils.setNumThreads(cores());
        }
    }

    /** {@return how many forward passes, each on its own threads, keep all cores busy} */
    static int passesAtOnce() {
        engine();
        return Math.max(1, cores() / Math.max(1, Integer.getInteger(THREADS, 1)));
    }

    /** Cores as the container sees them: PyTorch itself counts those of the host. */
    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static final class Holder {
        static final boolean THREADS_ARE_OURS = System.getProperty(THREADS) == null;
        static final Engine ENGINE = load();

        private static Engine load() {
            // A pass to a core: see PassPool.
            setDefault(THREADS, 1);
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
