package dev.steadfast.observability;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Draws the board's panels, each where Grafana would put it, with the data of a running Prometheus. It shows what the board asks and gets; it is not
 * Grafana, and looks only somewhat like it.
 *
 * <p>{@code BoardPicture URL BOARD PNG [MINUTES]}
 */
final class BoardPicture {

    private static final int WIDTH = 1600;
    private static final int COLUMNS = 24;
    private static final int UNIT = 26;
    private static final int GAP = 4;
    private static final int HEAD = 44;
    private static final int TITLE = 22;
    private static final Duration STEP = Duration.ofSeconds(10);

    private final Prometheus prometheus;
    private final Instant start;
    private final Instant end;

    private BoardPicture(Prometheus prometheus, Instant start, Instant end) {
        this.prometheus = prometheus;
        this.start = start;
        this.end = end;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Duration past = Duration.ofMinutes(arguments.length > 3 ? Integer.parseInt(arguments[3]) : 15);
        Instant now = Instant.now();
        BoardPicture picture = new BoardPicture(new Prometheus(URI.create(arguments[0])), now.minus(past), now);
        BufferedImage image = picture.draw(Board.read(Path.of(arguments[1])));
        ImageIO.write(image, "png", Path.of(arguments[2]).toFile());
    }

    private BufferedImage draw(Board board) throws IOException, InterruptedException {
        int units = board.panels().stream()
                .mapToInt(panel -> panel.place().y + panel.place().height)
                .max()
                .orElse(0);
        // 256 colours of its own choosing would do, but not those that Java chooses.
        BufferedImage image = new BufferedImage(WIDTH, HEAD + units * UNIT + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Look.PAGE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        text(graphics, board.title(), Font.BOLD, 18, Look.TEXT, 12, 29);
        for (Panel panel : board.panels()) {
            draw(graphics, panel, area(panel.place()));
        }
        graphics.dispose();
        return image;
    }

    private static Rectangle area(Rectangle place) {
        int left = place.x * WIDTH / COLUMNS;
        int right = (place.x + place.width) * WIDTH / COLUMNS;
        return new Rectangle(
                left + GAP, HEAD + place.y * UNIT + GAP, right - left - 2 * GAP, place.height * UNIT - 2 * GAP);
    }

    private void draw(Graphics2D graphics, Panel panel, Rectangle area) throws IOException, InterruptedException {
        if (panel.isRow()) {
            text(graphics, panel.title(), Font.BOLD, 13, Look.TEXT, area.x + 6, area.y + 14);
            return;
        }
        graphics.setColor(Look.PANEL);
        graphics.fill(area);
        graphics.setColor(Look.EDGE);
        graphics.draw(area);
        text(graphics, panel.title(), Font.PLAIN, 12, Look.TEXT, area.x + 8, area.y + 16);
        Rectangle inner = new Rectangle(area.x + 4, area.y + TITLE, area.width - 8, area.height - TITLE - 4);
        if (panel.type().equals("stat")) {
            stat(graphics, panel, inner);
        } else {
            lines(graphics, panel, inner);
        }
    }

    private void stat(Graphics2D graphics, Panel panel, Rectangle area) throws IOException, InterruptedException {
        List<Series> answer = prometheus.now(panel.targets().get(0).query());
        String shown = answer.isEmpty()
                ? "no data"
                : Look.number(answer.get(0).points().get(0).value(), panel.unit());
        text(graphics, shown, Font.BOLD, 24, Look.LINES.get(2), area.x + 6, area.y + area.height - 18);
    }

    private void lines(Graphics2D graphics, Panel panel, Rectangle area) throws IOException, InterruptedException {
        Map<String, Series> lines = new LinkedHashMap<>();
        for (Panel.Target target : panel.targets()) {
            for (Series series : prometheus.between(start, end, STEP, target.query())) {
                lines.putIfAbsent(series.called(target.legend()), series);
            }
        }
        if (lines.isEmpty()) {
            text(
                    graphics,
                    "No data",
                    Font.PLAIN,
                    12,
                    Look.QUIET,
                    area.x + area.width / 2 - 20,
                    area.y + area.height / 2);
            return;
        }
        PanelChart.of(panel, lines, start, end).draw(graphics, area);
    }

    private static void text(Graphics2D graphics, String text, int style, int size, Color color, int x, int y) {
        graphics.setFont(Look.font(style, size));
        graphics.setColor(color);
        graphics.drawString(text, x, y);
    }
}
