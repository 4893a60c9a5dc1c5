package dev.steadfast.models;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compares engine and interpreter in a process of its own: its argument is a folder to write to. */
final class AgreementOnThisProcessor {
    static final String NO_DIFFERENCE = "no difference";

    private static final int[] BATCHES = {1, 7, 25, 32, 128};
    private static final int LOUDEST = 2;

    private AgreementOnThisProcessor() {}

    public static void main(String[] arguments) throws IOException {
        List<String> differences = new ArrayList<>();
        for (int seed = 100; seed < 104; seed++) {
            RandomNetworks networks = new RandomNetworks(seed, 1 + seed % LOUDEST);
            EngineAndInterpreter classifier = new EngineAndInterpreter(
                    networks.classifier(), Path.of(arguments[0], "classifier-" + seed + ".pt"));
            EngineAndInterpreter denoiser =
                    new EngineAndInterpreter(networks.denoiser(), Path.of(arguments[0], "denoiser-" + seed + ".pt"));
            for (int batch : BATCHES) {
                for (ModuleMethod kernels : List.of(ModuleMethod.PREPARE, ModuleMethod.PREPARE_FLOATS)) {
                    differences.addAll(classifier.differences(seed, batch, kernels));
                    differences.addAll(denoiser.differences(seed, batch, kernels));
                }
            }
        }
        System.out.println(
                differences.isEmpty() ? NO_DIFFERENCE : differences.size() + ", first " + differences.get(0));
    }
}
