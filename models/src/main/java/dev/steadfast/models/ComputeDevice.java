package dev.steadfast.models;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A device that a model can run on.
 *
 * @param name {@code cpu} or {@code cuda:0}, {@code cuda:1}, ...
 * @param hardware the processor's model, as far as the system tells
 */
public record ComputeDevice(String name, String hardware) {
    private static final String AUTO = "auto";
    private static final String CPU = "cpu";
    private static final Pattern CUDA = Pattern.compile("cuda:([0-9]{1,3})");
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String CPU_MODEL_KEY = "model name";

    /**
     * The device of this name; {@code auto} is the first GPU where there is one, else the CPU.
     *
     * @throws IllegalArgumentException if the name is no device, or a GPU that is not there
     */
    public static ComputeDevice named(String name) {
        List<String> available = available();
        if (name.equals(AUTO)) {
            return at(available.get(available.size() > 1 ? 1 : 0));
        }
        if (!available.contains(name)) {
            throw new IllegalArgumentException("device must be " + AUTO + " or one of those here, " + available
                    + ", but is \"" + name + "\"" + hint(name));
        }
        return at(name);
    }

    /** {@return {@code cpu} or {@code cuda}} */
    public String kind() {
        return isCpu() ? CPU : "cuda";
    }

    /** {@return whether it is the CPU} */
    public boolean isCpu() {
        return name.equals(CPU);
    }

    /** {@return the device as DJL knows it} */
    public Device djl() {
        Matcher cuda = CUDA.matcher(name);
        return cuda.matches() ? Device.gpu(Integer.parseInt(cuda.group(1))) : Device.cpu();
    }

    private static ComputeDevice at(String name) {
        return new ComputeDevice(name, name.equals(CPU) ? cpuModel() : gpuModel(name));
    }

    private static List<String> available() {
        Engine engine = PyTorchRuntime.engine();
        int gpus = engine.hasCapability(StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
        return Stream.concat(Stream.of(CPU), IntStream.range(0, gpus).mapToObj(i -> "cuda:" + i))
                .toList();
    }

    private static String hint(String name) {
        return CUDA.matcher(name).matches()
                ? "; a GPU needs its driver and PyTorch's CUDA libraries (PYTORCH_LIBRARY_PATH)"
                : "";
    }

    private static String gpuModel(String name) {
        Device device = new ComputeDevice(name, "").djl();
        return "compute capability " + CudaUtils.getComputeCapability(device.getDeviceId()) + ", CUDA "
                + CudaUtils.getCudaVersionString();
    }

    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(CPU_INFO, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith(CPU_MODEL_KEY))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(ComputeDevice::architecture);
        } catch (IOException e) {
            // Not Linux. The fingerprint of the backend still tells two processors with different results apart.
            return architecture();
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch", "unknown");
    }
}
