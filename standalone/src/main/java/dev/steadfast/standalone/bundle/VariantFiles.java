package dev.steadfast.standalone.bundle;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The networks of a bundle in another precision, as its maker has them.
 *
 * @param precision the arithmetic inside them
 * @param classifier a TorchScript file
 * @param denoiser a TorchScript file, if the bundle has a denoiser
 */
record VariantFiles(String precision, Path classifier, Optional<Path> denoiser) {

    /** Reads {@code fp32=classifier.pt,denoiser.pt}. */
    static final class Words implements ITypeConverter<VariantFiles> {
        private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]+)=([^,]+)(?:,([^,]+))?");

        @Override
        public VariantFiles convert(String words) {
            Matcher matcher = FORM.matcher(words);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "must be PRECISION=CLASSIFIER or PRECISION=CLASSIFIER,DENOISER, but is \"" + words + "\"");
            }
            return new VariantFiles(
                    matcher.group(1),
                    Path.of(matcher.group(2)),
                    Optional.ofNullable(matcher.group(3)).map(Path::of));
        }
    }
}
