package dev.steadfast.evaluation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Curves of certified accuracy over the radius, drawn with XChart: exact steps, a corner for every radius in the table. */
public final class AccuracyPlot {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 560;
    private static final int SCALE = 2;

    /** Okabe and Ito's colours, which people with any colour vision can tell apart; yellow, which is hard to see on white, left out. */
    private static final List<Color> COLOURS = List.of(
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9),
            new Color(0x333333));

    /** Changes after each round of colours. */
    private static final List<float[]> DASHES = List.of(new float[] {1, 0}, new float[] {9, 5}, new float[] {2, 4});

    private static final Color INK = new Color(0x2B2B2B);
    private static final Color QUIET_INK = new Color(0x5A5A5A);
    private static final Color GRID = new Color(0xE3E3E3);
    private static final double TICK = 0.25;

    private static final String NO_FONTS =
            "text cannot be drawn: Java finds no fonts on this machine; on Debian or Ubuntu: apt-get install fontconfig fonts-dejavu-core";

    private final XYChart chart;

    /**
     * @param runs drawn over each other, in this order; no two of one label
     * @throws EvaluationException if this machine has no fonts
     */
    public AccuracyPlot(List<MeasuredRun> runs) {
        requireFonts();
        chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle("L2 radius")
                .yAxisTitle("certified accuracy (%)")
                .build();
        style(chart.getStyler(), end(runs));
        for (int i = 0; i < runs.size(); i++) {
            add(runs.get(i), i);
        }
    }

    /** {@return the picture as an SVG document} */
    public byte[] svg() {
        return bytes(out -> VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG));
    }

    /** {@return the picture as a PNG file, in twice the size of the SVG's units} */
    public byte[] png() {
        BufferedImage image = new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        chart.paint(graphics, WIDTH, HEIGHT);
        graphics.dispose();
        return bytes(out -> ImageIO.write(image, "png", out));
    }

    private void add(MeasuredRun run, int position) {
        List<CertifiedAccuracy.Point> curve = run.accuracy().curve();
        double[] radii =
                curve.stream().mapToDouble(CertifiedAccuracy.Point::radius).toArray();
        double[] percents = curve.stream()
                .mapToDouble(point ->
                        100.0 * point.accuracy().count() / point.accuracy().of())
                .toArray();
        XYSeries series = chart.addSeries(run.label(), radii, percents);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(COLOURS.get(position % COLOURS.size()));
        series.setLineStyle(line(DASHES.get(position / COLOURS.size() % DASHES.size())));
    }

    private static BasicStroke line(float... dashes) {
        return new BasicStroke(2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0);
    }

    private static void style(XYStyler styler, double end) {
        styler.setChartBackgroundColor(Color.WHITE).setChartFontColor(INK).setChartPadding(18);
        styler.setPlotBorderVisible(false).setPlotContentSize(1).setPlotBackgroundColor(Color.WHITE);
        styler.setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(1));
        styler.setAxisTitleFont(font(Font.BOLD, 15)).setAxisTickLabelsFont(font(Font.PLAIN, 13));
        styler.setAxisTickLabelsColor(QUIET_INK).setAxisTickMarksColor(GRID);
        styler.setAxisTicksLineVisible(false).setAxisTitlePadding(12).setPlotMargin(0);
        styler.setLegendFont(font(Font.PLAIN, 14)).setLegendPosition(LegendPosition.InsideNE);
        styler.setLegendBorderColor(Color.WHITE)
                .setLegendBackgroundColor(Color.WHITE)
                .setLegendPadding(12);
        styler.setLegendSeriesLineLength(30);
        styler.setXAxisMin(0.0).setXAxisMax(end).setYAxisMin(0.0).setYAxisMax(100.0);
        styler.setXAxisDecimalPattern("0.00").setYAxisDecimalPattern("0");
        styler.setLocale(Locale.ROOT);
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /** The first tick behind every curve. */
    private static double end(List<MeasuredRun> runs) {
        double largest = runs.stream()
                .mapToDouble(run -> run.accuracy().largestRadius())
                .max()
                .orElse(0);
        return TICK * (Math.floor(largest / TICK) + 1);
    }

    /** Here, as the library fails with whatever comes: a NullPointerException, an InternalError, a missing class. */
    private static void requireFonts() {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            graphics.getFontMetrics(font(Font.PLAIN, 12)).stringWidth("0");
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new EvaluationException(NO_FONTS + " (" + e + ")", e);
        } finally {
            graphics.dispose();
        }
    }

    private interface Drawing {
        void write(ByteArrayOutputStream out) throws IOException;
    }

    private static byte[] bytes(Drawing drawing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            drawing.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture in memory cannot be written", e);
        }
        return out.toByteArray();
    }
}
