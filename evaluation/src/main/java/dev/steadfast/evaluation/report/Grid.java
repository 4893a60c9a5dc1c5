package dev.steadfast.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cells with a header: the first column is text, the others are numbers.
 *
 * @param rows the header first; all of one length
 */
public record Grid(List<List<String>> rows) {

    private static final String GAP = "   ";

    /** {@return the cells in columns, for a terminal} */
    public String text() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            List<String> cells = IntStream.range(0, row.size())
                    .mapToObj(column -> aligned(row.get(column), column))
                    .toList();
            lines.add(String.join(GAP, cells).stripTrailing());
        }
        return String.join("\n", lines);
    }

    /** {@return the cells as a table in Markdown} */
    public String markdown() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add("| "
                    + String.join(
                            " | ",
                            row.stream().map(cell -> cell.replace("|", "\\|")).toList()) + " |");
        }
        lines.add(1, "|---" + "|---:".repeat(rows.get(0).size() - 1) + "|");
        return String.join("\n", lines);
    }

    private String aligned(String cell, int column) {
        int width =
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        String filler = " ".repeat(width - cell.length());
        return column == 0 ? cell + filler : filler + cell;
    }
}
