package dev.steadfast.standalone.doctor;

import dev.steadfast.models.ModelException;
import dev.steadfast.models.PyTorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Java, memory, the processor's instructions, PyTorch's library, and what the environment sets for it. */
final class MachineExamination implements Examination {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** As Linux calls them, of those that PyTorch's kernels use. */
    private static final List<String> INSTRUCTIONS =
            List.of("avx2", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8", "amx_bf16");

    private static final long ENOUGH_HEAP = 256L << 20;

    private final Map<String, String> environment;
    private final Path cpuInfo;

    MachineExamination() {
        this(System.getenv(), CPU_INFO);
    }

    MachineExamination(Map<String, String> environment, Path cpuInfo) {
        this.environment = environment;
        this.cpuInfo = cpuInfo;
    }

    @Override
    public List<Finding> look() {
        return List.of(java(), processor(), library(), environment());
    }

    private static Finding java() {
        Runtime runtime = Runtime.getRuntime();
        String seen = "%s, %d cores, a heap of at most %d MiB"
                .formatted(Runtime.version(), runtime.availableProcessors(), runtime.maxMemory() >> 20);
        return runtime.maxMemory() < ENOUGH_HEAP
                ? Finding.warning(
                        "java", seen, "Give it more memory: -Xmx512m in JAVA_TOOL_OPTIONS, or the container's limit.")
                : Finding.ok("java", seen);
    }

    private Finding processor() {
        Set<String> flags = new TreeSet<>();
        try {
            Files.readString(cpuInfo)
                    .lines()
                    .filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .ifPresent(line -> flags.addAll(Arrays.asList(line.split("\\s+"))));
        } catch (IOException e) {
            return Finding.note("processor", "its instructions are not told here: " + e.getMessage(), "");
        }
        List<String> found = INSTRUCTIONS.stream().filter(flags::contains).toList();
        String seen = found.isEmpty() ? "none of " + String.join(" ", INSTRUCTIONS) : String.join(" ", found);
        if (!found.contains("avx2")) {
            return Finding.warning("processor", seen, "Votes will be slow: PyTorch's kernels want AVX2 at least.");
        }
        boolean integers = found.stream().anyMatch(name -> name.endsWith("vnni") || name.equals("amx_int8"));
        boolean halves = found.stream().anyMatch(name -> name.endsWith("bf16"));
        if (!integers) {
            return Finding.note("processor", seen, "No VNNI: bundles of integers take about twice as long as with it.");
        }
        return halves
                ? Finding.ok("processor", seen)
                : Finding.note(
                        "processor",
                        seen,
                        "No bf16: serve a bundle of integers (bundle quantise), or one that offers fp32.");
    }

    private static Finding library() {
        try {
            return Finding.ok("pytorch", "libtorch " + PyTorchRuntime.engine().getVersion() + " is loaded");
        } catch (ModelException e) {
            return Finding.problem(
                    "pytorch",
                    String.valueOf(e.getMessage()),
                    "Workers, certify and train need it; topology and gateway do not.");
        }
    }

    /** What the launcher and the images set, so that threads and malloc leave the cores alone. */
    private Finding environment() {
        List<String> missing = new ArrayList<>();
        if (!environment
                .getOrDefault("OMP_WAIT_POLICY", "")
                .toLowerCase(Locale.ROOT)
                .equals("passive")) {
            missing.add("OMP_WAIT_POLICY=passive");
        }
        if (!environment.getOrDefault("MALLOC_ARENA_MAX", "").equals("1")) {
            missing.add("MALLOC_ARENA_MAX=1");
        }
        return missing.isEmpty()
                ? Finding.ok("environment", "threads and malloc as the launcher sets them")
                : Finding.warning(
                        "environment",
                        "without " + String.join(" and ", missing),
                        "Set it for workers, or start them with the launcher or from our images: votes take longer without.");
    }
}
