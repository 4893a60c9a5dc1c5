package dev.steadfast.smoothing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rows that a script under {@code src/test/oracle} wrote. */
public final class OracleTable {

    /** One row, read by column name. */
    public record Row(Map<String, String> cells) {

        public String text(String column) {
            String cell = cells.get(column);
            if (cell == null) {
                throw new IllegalArgumentException("no column " + column + " in " + cells.keySet());
            }
            return cell;
        }

        public double number(String column) {
            return Double.parseDouble(text(column));
        }

        public int integer(String column) {
            return Integer.parseInt(text(column));
        }

        @Override
        public String toString() {
            return cells.toString();
        }
    }

    private OracleTable() {}

    public static Stream<Row> rows(String name) {
        List<String> lines = lines(name);
        String[] header = lines.get(0).split(",", -1);
        return lines.stream().skip(1).map(line -> row(header, line.split(",", -1)));
    }

    private static Row row(String[] header, String[] cells) {
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < header.length; i++) {
            row.put(header[i], cells[i]);
        }
        return new Row(row);
    }

    private static List<String> lines(String name) {
        try (InputStream in = OracleTable.class.getResourceAsStream("/oracle/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no test resource /oracle/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
