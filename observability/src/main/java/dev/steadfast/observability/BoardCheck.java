package dev.steadfast.observability;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks a running Prometheus everything that the board and the alerts ask: each panel must have data, each alert must have been evaluated without
 * an error, each metric in either must be there. What needs a GPU, or routes in a file, is excepted, and said.
 *
 * <p>{@code BoardCheck URL BOARD RULES}; exits with 1 if something is missing.
 */
final class BoardCheck {

    private static final String GPU_ROW = "GPU";

    /** What is absent without something that not every deployment has. */
    private static final Map<String, String> EXCEPTED = Map.of(
            "_gpu_", "no GPU",
            "_routes_up_to_date", "no file of routes",
            "_backlog_seconds", "the workers have not voted for long enough");

    private static final Duration PAST = Duration.ofMinutes(15);
    private static final Duration STEP = Duration.ofSeconds(15);

    private final Prometheus prometheus;
    private final PrintStream out;
    private final List<String> missing = new ArrayList<>();

    BoardCheck(Prometheus prometheus, PrintStream out) {
        this.prometheus = prometheus;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        BoardCheck check = new BoardCheck(new Prometheus(URI.create(arguments[0])), System.out);
        List<String> missing = check.run(Board.read(Path.of(arguments[1])), Alerts.read(Path.of(arguments[2])));
        missing.forEach(System.err::println);
        System.exit(missing.isEmpty() ? 0 : 1);
    }

    /** {@return what is missing, a sentence each} */
    List<String> run(Board board, Alerts alerts) throws IOException, InterruptedException {
        Set<String> metrics = new TreeSet<>();
        for (Panel panel : board.panels()) {
            if (!panel.isRow()) {
                check(panel);
            }
            panel.targets().forEach(target -> metrics.addAll(MetricsIn.expression(target.expression())));
        }
        Map<String, JsonNode> loaded = prometheus.alerts();
        for (Alerts.Alert alert : alerts.alerts()) {
            check(alert, loaded);
            metrics.addAll(MetricsIn.expression(alert.expression()));
        }
        for (String metric : metrics) {
            check(metric);
        }
        return List.copyOf(missing);
    }

    private void check(Panel panel) throws IOException, InterruptedException {
        Instant now = Instant.now();
        int lines = 0;
        for (Panel.Target target : panel.targets()) {
            lines += prometheus
                    .between(now.minus(PAST), now, STEP, target.query())
                    .size();
        }
        boolean excepted = panel.row().equals(GPU_ROW);
        out.printf(
                "panel   %-12s %-30s %s%n",
                panel.row(), panel.title(), lines > 0 ? lines + " series" : excepted ? "none: no GPU" : "NONE");
        if (lines == 0 && !excepted) {
            missing.add("panel without data: %s / %s".formatted(panel.row(), panel.title()));
        }
    }

    private void check(Alerts.Alert alert, Map<String, JsonNode> loaded) {
        JsonNode rule = loaded.get(alert.name());
        String health = rule == null ? "not loaded" : rule.path("health").asText();
        out.printf(
                "alert   %-43s %s, %s%n",
                alert.name(), health, rule == null ? "" : rule.path("state").asText());
        if (!health.equals("ok")) {
            missing.add("alert %s: %s %s"
                    .formatted(
                            alert.name(),
                            health,
                            rule == null ? "" : rule.path("lastError").asText()));
        }
    }

    private void check(String metric) throws IOException, InterruptedException {
        boolean there = !prometheus.now("count(%s)".formatted(metric)).isEmpty();
        if (there) {
            return;
        }
        EXCEPTED.entrySet().stream()
                .filter(excepted -> metric.contains(excepted.getKey()))
                .findFirst()
                .ifPresentOrElse(
                        excepted -> out.printf("metric  %-43s none: %s%n", metric, excepted.getValue()),
                        () -> missing.add("metric that Prometheus does not have: " + metric));
    }
}
