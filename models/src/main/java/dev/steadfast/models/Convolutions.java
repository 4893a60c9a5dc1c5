package dev.steadfast.models;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;

/** How fast this CPU computes convolutions in bf16, beside fp32. Without instructions for bf16, it is emulated. */
final class Convolutions {
    /** Made by {@code src/main/python/convolutions.py}. */
    private static final String MODULE = "convolutions.pt";

    private static final String FP32 = "forward";
    private static final String BF16 = "bf16";
    private static final int WARM_UP = 3;

    private Convolutions() {}

    /** {@return how many times as long bf16 takes as fp32} */
    static double bf16OverFp32() {
        try (Model model = Model.newInstance(MODULE, Device.cpu(), PyTorchRuntime.ENGINE);
                InputStream own = Convolutions.class.getResourceAsStream(MODULE)) {
            if (own == null) {
                throw new IllegalStateException(MODULE + " must be beside this class, but is not");
            }
            model.load(own);
            PtSymbolBlock module = (PtSymbolBlock) model.getBlock();
            JniUtils.enableInferenceMode(module);
            return (double) nanos(module, BF16) / nanos(module, FP32);
        } catch (IOException | MalformedModelException e) {
            throw new IllegalStateException(MODULE + " cannot be loaded", e);
        }
    }

    private static long nanos(PtSymbolBlock module, String method) {
        Runnable pass = () -> IValueUtils.runMethod(module, method).close();
        for (int i = 0; i < WARM_UP; i++) { // TorchScript settles
            pass.run();
        }
        return Fastest.nanos(pass);
    }
}
