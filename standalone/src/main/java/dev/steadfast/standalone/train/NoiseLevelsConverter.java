package dev.steadfast.standalone.train;

import dev.steadfast.training.objectives.NoiseLevels;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads noise levels from the command line. */
final class NoiseLevelsConverter implements ITypeConverter<NoiseLevels> {

    @Override
    public NoiseLevels convert(String value) {
        try {
            return NoiseLevels.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
