package dev.steadfast.standalone.bundle;

import dev.steadfast.bundles.WeightStorage;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the weights of each network are stored. */
record StoredWeights(WeightStorage classifier, WeightStorage denoiser) {

    /** Reads the words of the option {@code --store-weights}. */
    static final class Words implements ITypeConverter<StoredWeights> {

        @Override
        public StoredWeights convert(String words) {
            return switch (words) {
                case "as-is" -> new StoredWeights(WeightStorage.AS_IS, WeightStorage.AS_IS);
                case "bf16" -> new StoredWeights(WeightStorage.BFLOAT16, WeightStorage.BFLOAT16);
                case "denoiser-bf16" -> new StoredWeights(WeightStorage.AS_IS, WeightStorage.BFLOAT16);
                default ->
                    throw new TypeConversionException("must be as-is, bf16 or denoiser-bf16, but is \"" + words + "\"");
            };
        }
    }
}
