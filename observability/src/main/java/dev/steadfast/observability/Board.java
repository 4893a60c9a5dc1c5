package dev.steadfast.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Grafana's board, as far as it matters here.
 *
 * @param panels rows among them, from top to bottom
 */
record Board(String title, List<Panel> panels) {

    /**
     * Reads a board.
     *
     * @throws IOException if the file cannot be read or is not JSON
     */
    static Board read(Path file) throws IOException {
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        List<Panel> panels = new ArrayList<>();
        String row = "";
        for (JsonNode panel : json.path("panels")) {
            if (panel.path("type").asText().equals("row")) {
                row = panel.path("title").asText();
            }
            panels.add(panel(panel, row));
        }
        return new Board(json.path("title").asText(), List.copyOf(panels));
    }

    private static Panel panel(JsonNode json, String row) {
        JsonNode place = json.path("gridPos");
        JsonNode defaults = json.path("fieldConfig").path("defaults");
        List<Panel.Target> targets = new ArrayList<>();
        json.path("targets")
                .forEach(target -> targets.add(new Panel.Target(
                        target.path("expr").asText(),
                        target.path("legendFormat").asText())));
        return new Panel(
                json.path("id").asInt(),
                json.path("type").asText(),
                row,
                json.path("title").asText(),
                defaults.path("unit").asText(),
                defaults.path("custom").path("stacking").path("mode").asText().equals("normal"),
                new Rectangle(
                        place.path("x").asInt(),
                        place.path("y").asInt(),
                        place.path("w").asInt(),
                        place.path("h").asInt()),
                List.copyOf(targets));
    }
}
