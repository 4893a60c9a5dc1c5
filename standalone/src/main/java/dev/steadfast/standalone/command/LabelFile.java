package dev.steadfast.standalone.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A text file with a label in each line, in UTF-8. A byte-order mark, white space around labels and blank lines at the end are editors' doing and
 * no part of a label, since the bundle's digest is over the labels.
 */
public final class LabelFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private LabelFile() {}

    /**
     * {@return the labels, in order, those that occur again made distinct}
     *
     * @throws CommandException if the file cannot be read, or a line is no label; named with its number
     */
    public static DistinctLabels read(Path file) {
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String label = lines.get(i);
            int line = i + 1;
            if (label.isEmpty()) {
                throw new CommandException(
                        "%s, line %d is blank: each line must be the label of one class, in the order of the classifier's logits"
                                .formatted(file, line));
            }
        }
        return DistinctLabels.of(lines);
    }

    private static List<String> lines(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CommandException(file + " does not exist", e);
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read: " + e, e);
        }
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = 0; end <= bytes.length; end++) {
            if (end == bytes.length || bytes[end] == '\n') {
                lines.add(label(file, lines.size() + 1, ByteBuffer.wrap(bytes, start, end - start)));
                start = end + 1;
            }
        }
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    private static String label(Path file, int line, ByteBuffer bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return (line == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).strip();
        } catch (CharacterCodingException e) {
            throw new CommandException(
                    "%s, line %d is not UTF-8, but perhaps Latin-1 or UTF-16: save the file as UTF-8"
                            .formatted(file, line),
                    e);
        }
    }
}
