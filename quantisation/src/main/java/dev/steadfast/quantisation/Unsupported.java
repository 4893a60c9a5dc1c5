package dev.steadfast.quantisation;

import dev.steadfast.bundles.StoredModule;
import dev.steadfast.bundles.TorchScriptArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what in a network has no integer form. */
final class Unsupported {
    private static final Pattern METHOD = Pattern.compile("^ *def ([A-Za-z_0-9]+)\\(");
    private static final Set<String> NOT_FOR_ANSWERS = Set.of("initialise", "prepare", "keep", "folded");
    private static final Pattern CALL = Pattern.compile("\\btorch\\.([a-z_0-9]+)\\(");

    /** What the code of a network calls that has one, and what computes nothing. */
    private static final Set<String> KNOWN = Set.of(
            "conv2d",
            "_convolution",
            "relu",
            "relu_",
            "add",
            "add_",
            "batch_norm",
            "max_pool2d",
            "pixel_shuffle",
            "pixel_unshuffle",
            "linear",
            "mean",
            "amax",
            "size",
            "len",
            "to",
            "contiguous",
            "view",
            "reshape",
            "flatten",
            "slice",
            "select",
            "append",
            "unsqueeze",
            "expand",
            "cat",
            "sub",
            "mul",
            "rsub",
            "sqrt",
            "log",
            "float",
            "eq",
            "ne",
            "gt",
            "lt",
            "__getitem__",
            "__is__",
            "__isnot__",
            "format",
            "dim",
            "warn",
            "_set_item",
            "detach",
            "dropout");

    private static final String GRADIENTS = "code/__torch__/torch/autograd/";

    private static final String INTEGERS = "IntegerNetwork";

    private Unsupported() {}

    static String of(Path file, StoredModule module) throws IOException {
        if (module.className().equals(INTEGERS)) {
            return "it is a network of integers already";
        }
        for (String source : TorchScriptArchive.sources(file)) {
            if (source.startsWith(GRADIENTS)) {
                continue;
            }
            String[] lines = TorchScriptArchive.source(file, source).split("\n", -1);
            boolean answers = true;
            for (int i = 0; i < lines.length; i++) {
                Matcher method = METHOD.matcher(lines[i]);
                answers = method.find() ? !NOT_FOR_ANSWERS.contains(method.group(1)) : answers;
                Matcher call = CALL.matcher(lines[i]);
                while (answers && call.find()) {
                    if (!KNOWN.contains(call.group(1))) {
                        return "torch." + call.group(1) + ", at line " + (i + 1) + " of " + source
                                + ", has no integer form";
                    }
                }
            }
        }
        return "its class must be one of models/architectures that has an integer form (EncoderDenoiser,"
                + " NoisyClassifier, ResidualClassifier, PlainClassifier), but is " + module.className();
    }
}
