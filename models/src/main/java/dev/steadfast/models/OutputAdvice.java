package dev.steadfast.models;

import ai.djl.ndarray.types.DataType;

/** A line on how to make a module return what is wanted, where it returns what modules of this field often do instead. */
final class OutputAdvice {

    private OutputAdvice() {}

    /** {@return advice on a value that is no tensor; empty if there is none} */
    static String forType(String type) {
        if (type.startsWith("Dict")) {
            return wrapped("a dict", "self.model(images)['out']");
        }
        return type.startsWith("Tuple") || type.startsWith("(") || type.startsWith("List") || type.endsWith("[]")
                ? wrapped("several values", "self.model(images)[0]")
                : "";
    }

    /** {@return advice on a tensor of a wrong type, or of a wrong shape; empty if there is none} */
    static String forType(DataType type) {
        return switch (type) {
            case FLOAT32 -> "";
            case BFLOAT16, FLOAT16, FLOAT64, UNKNOWN -> ": end its forward with .float()";
            default -> ": it must return the logits, not what is made of them";
        };
    }

    /** {@return the type in words} DJL does not know all of PyTorch's, bfloat16 for one. */
    static String nameOf(DataType type) {
        return type == DataType.UNKNOWN ? "bfloat16, or another type that has no name here," : type.toString();
    }

    private static String wrapped(String what, String expression) {
        return ": of %s, pick the one tensor in a module around it, whose forward returns %s"
                .formatted(what, expression);
    }
}
