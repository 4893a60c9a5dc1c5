package dev.steadfast.models;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The PyTorch engine, set up before its native library is loaded. Each default below is a system property of DJL and gives way
 * to one that the user has set.
 */
public final class PyTorchRuntime {
    /** The engine's name in DJL. */
    public static final String ENGINE = "PyTorch";

    private static final String ENGINE_PROPERTIES = "/pytorch-engine.properties";
    private static final String THREADS = "ai.djl.pytorch.num_threads";

    private PyTorchRuntime() {}

    /**
     * {@return the engine, loading the native library on the first call}
     *
     * @throws ModelException if the library cannot be loaded, or the environment asks for another version of it
     */
    public static Engine engine() {
        return Holder.LOADED.engine();
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
        static final Loaded LOADED = load();

        private static Loaded load() {
            // A pass to a core: see PassPool.
            setDefault(THREADS, 1);
            // A chain of layers has nothing to run side by side.
            setDefault("ai.djl.pytorch.num_interop_threads", 1);
            // Nothing is downloaded, and nobody is told that the engine started.
            setDefault("ai.djl.offline", true);
            setDefault("OPT_OUT_TRACKING", true);
            LibtorchChoice choice = LibtorchChoice.ofThisProcess(versionNeeded());
            Optional<String> objection = choice.objection();
            if (objection.isPresent()) {
                return new Loaded(null, new ModelException(objection.get()));
            }
            try {
                return new Loaded(Engine.getEngine(PyTorchRuntime.ENGINE), null);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                return new Loaded(null, unloadable(choice, e));
            }
        }

        private static ModelException unloadable(LibtorchChoice choice, Throwable failure) {
            Throwable reason = failure;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            String set = choice.asSet();
            return new ModelException(
                    "libtorch %s cannot be loaded: %s%s"
                            .formatted(
                                    choice.needed(),
                                    reason.getMessage() == null ? reason : reason.getMessage(),
                                    set.isEmpty()
                                            ? ""
                                            : ". The environment asks for another than the one brought along: " + set),
                    failure);
        }

        private static String versionNeeded() {
            Properties engine = new Properties();
            try (InputStream in = Engine.class.getResourceAsStream(ENGINE_PROPERTIES)) {
                engine.load(Objects.requireNonNull(in, ENGINE_PROPERTIES));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return engine.getProperty("pytorch_version");
        }

        private static void setDefault(String property, Object value) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, String.valueOf(value));
            }
        }
    }

    /** One of both is there. */
    private record Loaded(@Nullable Engine found, @Nullable ModelException failure) {

        Engine engine() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(found);
        }
    }
}
