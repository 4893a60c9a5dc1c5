package dev.steadfast.observability;

import java.awt.Rectangle;
import java.util.List;

/**
 * One panel of the board.
 *
 * @param id unique in the board
 * @param type in Grafana's words: {@code row}, {@code stat}, {@code timeseries}
 * @param row title of the row that it stands in
 * @param unit in Grafana's words; empty for none
 * @param stacked whether its lines stand on each other
 * @param place in Grafana's grid of 24 columns
 */
record Panel(
        int id,
        String type,
        String row,
        String title,
        String unit,
        boolean stacked,
        Rectangle place,
        List<Target> targets) {

    /** What {@code $__rate_interval} is taken for where Grafana does not say. */
    private static final String RATE_INTERVAL = "1m";

    /**
     * One question to Prometheus.
     *
     * @param expression as in the board, with Grafana's variables
     * @param legend how its lines are called, with labels in double braces
     */
    record Target(String expression, String legend) {

        /** The expression as Prometheus understands it. */
        String query() {
            return expression.replace("$__rate_interval", RATE_INTERVAL);
        }
    }

    boolean isRow() {
        return type.equals("row");
    }
}
