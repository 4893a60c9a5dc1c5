package dev.steadfast.standalone.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What an option says of the size of images: {@code HxW}.
 *
 * @param height rows of pixels, 1 to 4096
 * @param width columns of pixels, 1 to 4096
 */
public record ImageSize(int height, int width) {

    /** Reads the words of an option. */
    public static final class Converter implements ITypeConverter<ImageSize> {
        private static final Pattern WORDS = Pattern.compile("([0-9]{1,4})x([0-9]{1,4})");
        private static final int MOST = 4096;

        @Override
        public ImageSize convert(String words) {
            Matcher matcher = WORDS.matcher(words);
            if (matcher.matches()) {
                ImageSize size = new ImageSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
                if (Math.min(size.height, size.width) >= 1 && Math.max(size.height, size.width) <= MOST) {
                    return size;
                }
            }
            throw new TypeConversionException(
                    "must be height x width, each 1 to " + MOST + ", as in 32x32, but is \"" + words + "\"");
        }
    }
}
