package dev.steadfast.plots;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.LegendItemSource;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Panels of lines, one above the other, over one horizontal axis. */
public final class LinePlot {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 560;
    private static final int SCALE = 2;
    private static final double PANEL_GAP = 22;
    private static final float LINE_WIDTH = 2.2f;

    /** Okabe and Ito's colours, which people with any colour vision can tell apart; without yellow, which is hard to see on white. */
    private static final List<Color> COLOURS = List.of(
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9),
            new Color(0x333333));

    /** One after each round of colours. */
    private static final List<BasicStroke> LINES = List.of(
            new BasicStroke(LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND), dashed(9, 5), dashed(2, 4));

    private static final Color INK = new Color(0x2B2B2B);
    private static final Color QUIET_INK = new Color(0x5A5A5A);
    private static final Color GRID = new Color(0xE3E3E3);
    private static final BasicStroke HAIRLINE = new BasicStroke(1);

    static {
        // Turned text stays text, and does not become outlines.
        TextUtils.setUseDrawRotatedStringWorkaround(false);
    }

    private static final String NO_FONTS =
            "text cannot be drawn: Java finds no fonts on this machine; on Debian or Ubuntu: apt-get install fontconfig fonts-dejavu-core";

    private final JFreeChart chart;

    /**
     * @param horizontal the axis that all panels share
     * @param panels from top to bottom, at least one
     * @throws PlotException if this machine has no fonts
     */
    public LinePlot(Axis horizontal, List<Panel> panels) {
        requireFonts();
        CombinedDomainXYPlot stack = new CombinedDomainXYPlot(axis(horizontal));
        stack.setGap(PANEL_GAP);
        LegendItemCollection legends = new LegendItemCollection();
        int colour = 0;
        for (Panel panel : panels) {
            XYPlot plot = plot(panel, colour);
            colour += panel.lines().size();
            legends.addAll(plot.getLegendItems());
            stack.add(plot);
        }
        stack.setBackgroundPaint(Color.WHITE);
        stack.setOutlineVisible(false);
        chart = new JFreeChart(null, null, stack, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.getRenderingHints().put(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        chart.getRenderingHints().put(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        chart.getRenderingHints().put(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        chart.setPadding(new RectangleInsets(14, 14, 14, 22));
        chart.addSubtitle(legend(() -> legends));
    }

    /** {@return the picture as an SVG document} */
    public byte[] svg() {
        VectorGraphics2D graphics = new VectorGraphics2D();
        chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        PageSize page = new PageSize(WIDTH, HEIGHT);
        String document = new String(
                bytes(out -> new SVGProcessor()
                        .getDocument(graphics.getCommands(), page)
                        .writeTo(out)),
                StandardCharsets.UTF_8);
        // It names the font of this machine, and another may have none of that name.
        return document.replace("&quot;;font-size", "&quot;,sans-serif;font-size")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** {@return the picture as a PNG file, of two pixels for each unit of the SVG} */
    public byte[] png() {
        BufferedImage image = new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        graphics.dispose();
        return bytes(out -> ImageIO.write(image, "png", out));
    }

    private static XYPlot plot(Panel panel, int firstColour) {
        XYSeriesCollection lines = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setDefaultLegendShape(new Line2D.Double(-14, 0, 14, 0));
        renderer.setLegendLine(new Line2D.Double(-14, 0, 14, 0));
        for (int i = 0; i < panel.lines().size(); i++) {
            lines.addSeries(series(panel.lines().get(i)));
            int style = firstColour + i;
            renderer.setSeriesPaint(i, COLOURS.get(style % COLOURS.size()));
            renderer.setSeriesStroke(i, LINES.get(style / COLOURS.size() % LINES.size()));
        }
        XYPlot plot = new XYPlot(lines, null, axis(panel.vertical()), renderer);
        style(plot);
        return plot;
    }

    private static XYSeries series(Line line) {
        XYSeries series = new XYSeries(line.label(), false, true);
        line.points().forEach(point -> series.add(point.x(), point.y()));
        return series;
    }

    private static NumberAxis axis(Axis shown) {
        NumberAxis axis = new NumberAxis(shown.label());
        axis.setRange(shown.min(), shown.max());
        axis.setTickUnit(new NumberTickUnit(
                shown.tick(), new DecimalFormat("0.#####", DecimalFormatSymbols.getInstance(Locale.ROOT))));
        axis.setLabelFont(font(Font.BOLD, 15));
        axis.setLabelPaint(INK);
        axis.setLabelInsets(new RectangleInsets(8, 8, 8, 8));
        axis.setTickLabelFont(font(Font.PLAIN, 13));
        axis.setTickLabelPaint(QUIET_INK);
        axis.setTickLabelInsets(new RectangleInsets(5, 6, 5, 6));
        axis.setTickMarksVisible(false);
        axis.setAxisLineVisible(false);
        return axis;
    }

    private static void style(XYPlot plot) {
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setDomainGridlinePaint(GRID);
        plot.setDomainGridlineStroke(HAIRLINE);
        plot.setRangeGridlinePaint(GRID);
        plot.setRangeGridlineStroke(HAIRLINE);
        plot.setDomainZeroBaselineVisible(false);
    }

    private static LegendTitle legend(LegendItemSource lines) {
        LegendTitle legend = new LegendTitle(lines);
        legend.setPosition(RectangleEdge.TOP);
        legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
        legend.setItemFont(font(Font.PLAIN, 14));
        legend.setItemPaint(INK);
        legend.setFrame(BlockBorder.NONE);
        legend.setLegendItemGraphicPadding(new RectangleInsets(4, 14, 4, 6));
        legend.setMargin(new RectangleInsets(0, 63, 10, 0));
        return legend;
    }

    private static BasicStroke dashed(float line, float gap) {
        float[] dashes = {line, gap};
        return new BasicStroke(LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0);
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /** Without fonts the JDK throws what comes: a NullPointerException, a plain Error, an InternalError, a missing class. */
    private static void requireFonts() {
        try {
            Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
            graphics.getFontMetrics(font(Font.PLAIN, 12)).stringWidth("0");
            graphics.dispose();
        } catch (RuntimeException | Error e) {
            throw new PlotException(NO_FONTS + " (" + e + ")", e);
        }
    }

    /** Something that writes a picture. */
    private interface Picture {
        void writeTo(ByteArrayOutputStream out) throws IOException;
    }

    private static byte[] bytes(Picture picture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            picture.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture in memory cannot be written", e);
        }
        return out.toByteArray();
    }
}
