package dev.steadfast.standalone.evaluate;

import dev.steadfast.evaluation.report.AccuracyPlot;
import dev.steadfast.evaluation.report.AccuracyReport;
import dev.steadfast.evaluation.report.MeasuredRun;
import dev.steadfast.standalone.command.CommandException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tables and curves of certified accuracy. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Shows certified accuracy by radius, from tables that 'steadfast certify' or Cohen et al.'s reference implementation wrote.",
        footer = {
            "",
            "Example: three runs, compared",
            "  steadfast report 'sigma 0.25=r25.tsv' 'sigma 0.5=r50.tsv' 'sigma 1.0=r100.tsv' --svg curves.svg"
        })
public final class ReportCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "[NAME=]FILE",
            arity = "1..*",
            description = "A table, and what to call it. Default: the name of the file, without .tsv")
    private List<String> tables = List.of();

    @Option(
            names = "--radii",
            paramLabel = "R",
            split = ",",
            description = "The columns, with commas between them. Default: 0,0.25,... up to the last with any accuracy")
    private List<Double> radii = List.of();

    @Option(names = "--markdown", description = "Prints the table in Markdown.")
    private boolean markdown;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "Also writes all of it for programs; certifiedAccuracy in it is a row of a bundle's manifest.")
    private @Nullable Path json;

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            description = "Also draws curves of certified accuracy over the radius.")
    private @Nullable Path svg;

    @Option(names = "--png", paramLabel = "FILE", description = "The same, as a picture of 1800 x 1120 pixels.")
    private @Nullable Path png;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<MeasuredRun> runs = tables.stream().map(ReportCommand::read).toList();
        AccuracyReport report = radii.isEmpty() ? AccuracyReport.of(runs) : new AccuracyReport(runs, radii);
        PrintWriter out = spec.commandLine().getOut();
        out.println(markdown ? report.markdown() : report.text());
        out.flush();
        if (json != null) {
            write(json, (report.json() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        if (svg != null) {
            write(svg, AccuracyPlot.of(runs).svg());
        }
        if (png != null) {
            write(png, AccuracyPlot.of(runs).png());
        }
        return ExitCode.OK;
    }

    /** A name may hold anything but an equals sign; so may a file that exists. */
    private static MeasuredRun read(String table) {
        int equals = table.indexOf('=');
        if (equals < 0 || Files.exists(Path.of(table))) {
            return MeasuredRun.read(MeasuredRun.labelOf(Path.of(table)), Path.of(table));
        }
        return MeasuredRun.read(table.substring(0, equals), Path.of(table.substring(equals + 1)));
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new CommandException(file + " cannot be written: " + e, e);
        }
    }
}
