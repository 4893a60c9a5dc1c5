package dev.steadfast.observability;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StackedXYAreaRenderer2;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.RangeType;
import org.jfree.data.xy.DefaultTableXYDataset;
import org.jfree.data.xy.XYSeries;

/** The chart of a panel of lines. */
final class PanelChart {

    private static final Font SMALL = Look.font(Font.PLAIN, 11);
    private static final int MOST_LINES = 8;

    private PanelChart() {}

    /**
     * Draws up a chart.
     *
     * @param lines values over time, by the name in the legend; those that are too many are left out
     */
    static JFreeChart of(Panel panel, Map<String, Series> lines, Instant start, Instant end) {
        DefaultTableXYDataset data = new DefaultTableXYDataset();
        lines.entrySet().stream()
                .limit(MOST_LINES)
                .forEach(line -> data.addSeries(line(line.getKey(), line.getValue())));
        XYItemRenderer renderer =
                panel.stacked() ? new StackedXYAreaRenderer2() : new XYLineAndShapeRenderer(true, false);
        for (int i = 0; i < data.getSeriesCount(); i++) {
            Color color = Look.LINES.get(i % Look.LINES.size());
            renderer.setSeriesPaint(i, color);
            renderer.setSeriesStroke(i, new BasicStroke(1.6f));
        }
        XYPlot plot = new XYPlot(data, time(start, end), values(panel.unit()), renderer);
        plot.setBackgroundPaint(Look.PANEL);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(Look.EDGE);
        plot.setRangeGridlinePaint(Look.EDGE);
        JFreeChart chart = new JFreeChart(null, SMALL, plot, false);
        chart.setBackgroundPaint(Look.PANEL);
        chart.addSubtitle(legend(plot));
        return chart;
    }

    /** By second, since a table of values must have each line at the same times. */
    private static XYSeries line(String name, Series values) {
        Map<Long, Double> points = new TreeMap<>();
        values.points().forEach(point -> points.put(Math.round(point.epochSeconds()) * 1000, point.value()));
        XYSeries line = new XYSeries(name, false, false);
        points.forEach((time, value) -> line.add((double) time, value.doubleValue()));
        return line;
    }

    private static DateAxis time(Instant start, Instant end) {
        DateAxis axis = new DateAxis();
        axis.setRange(Date.from(start), Date.from(end));
        axis.setTickLabelFont(SMALL);
        axis.setTickLabelPaint(Look.QUIET);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        return axis;
    }

    private static NumberAxis values(String unit) {
        NumberAxis axis = new NumberAxis();
        axis.setRangeType(RangeType.POSITIVE);
        axis.setAutoRangeIncludesZero(true);
        axis.setAutoRangeMinimumSize(unit.equals("percentunit") ? 1 : 0.1);
        axis.setNumberFormatOverride(Look.ticks(unit));
        axis.setTickLabelFont(SMALL);
        axis.setTickLabelPaint(Look.QUIET);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        return axis;
    }

    private static LegendTitle legend(XYPlot plot) {
        LegendTitle legend = new LegendTitle(plot);
        legend.setPosition(RectangleEdge.BOTTOM);
        legend.setItemFont(SMALL);
        legend.setItemPaint(Look.TEXT);
        legend.setBackgroundPaint(Look.PANEL);
        legend.setFrame(BlockBorder.NONE);
        return legend;
    }
}
