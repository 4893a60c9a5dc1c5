package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of {@code docs/reference}: the tables of its sections. */
final class ReferencePage {

    private static final Path FOLDER = Path.of("../docs/reference");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private final String name;
    private final List<String> lines;

    private ReferencePage(String name, List<String> lines) {
        this.name = name;
        this.lines = lines;
    }

    static ReferencePage read(String name) throws IOException {
        return new ReferencePage(name, Files.readAllLines(FOLDER.resolve(name)));
    }

    /** The rows of the tables below a heading, each as its cells, without the tables' own headings. */
    List<List<String>> rows(String heading) {
        int begin = lines.indexOf("## " + heading);
        assertThat(begin).as("heading '%s' of %s", heading, name).isNotNegative();
        List<List<String>> rows = new ArrayList<>();
        boolean inTable = false;
        for (String line : lines.subList(begin + 1, lines.size())) {
            if (line.startsWith("## ")) {
                break;
            }
            boolean row = line.startsWith("|");
            if (row && inTable) {
                rows.add(List.of(line.substring(1).split("\\|", -1)));
            }
            inTable = row && (inTable || line.startsWith("|---"));
        }
        assertThat(rows).as("table below '%s' of %s", heading, name).isNotEmpty();
        return rows;
    }

    /** What stands as code in a cell. What begins with a dot goes on from the one before: {@code `a.b`, `.c`} is a.b and a.c. */
    static List<String> codes(String cell) {
        List<String> codes = new ArrayList<>();
        Matcher code = CODE.matcher(cell);
        while (code.find()) {
            String text = code.group(1);
            String before = codes.isEmpty() ? "" : codes.get(0);
            codes.add(text.startsWith(".") ? before.substring(0, before.lastIndexOf('.')) + text : text);
        }
        return codes;
    }
}
