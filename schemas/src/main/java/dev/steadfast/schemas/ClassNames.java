package dev.steadfast.schemas;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import org.jspecify.annotations.Nullable;

/** The names of classes in predictions, of this version and of those before it, which wrote them as {@code label} only. */
public final class ClassNames {

    private ClassNames() {}

    /** The answer's name; null if the prediction abstains. */
    public static @Nullable String of(CertifiedPrediction prediction) {
        return prediction.getClassName() == null ? prediction.getLabel() : prediction.getClassName();
    }

    /** The name of a class that had votes. */
    public static String of(ClassCount count) {
        return count.getClassName().isEmpty() ? count.getLabel() : count.getClassName();
    }
}
