package dev.nunchi.app.cli;

import dev.nunchi.engine.conformance.CaseReport;
import dev.nunchi.engine.conformance.Check;
import dev.nunchi.engine.conformance.Check.Outcome;
import dev.nunchi.engine.conformance.ConformanceOptions;
import dev.nunchi.engine.conformance.ConformanceRunner;
import dev.nunchi.engine.conformance.Group;
import dev.nunchi.engine.device.Devices;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.runtime.Device;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// `nunchi conformance`: recorded reference values against what this machine computes.
@Command(
        name = "conformance",
        description = {
            "Runs reference fixtures and compares every value they expect.",
            "",
            "Exits with 1 if anything fails, if nothing is compared, or if a case holds a file or"
                    + " a key that is unknown."
        })
final class ConformanceCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "A case, or a folder of cases; see docs/conformance.md.")
    private List<Path> folders = List.of();

    @Option(
            names = "--group",
            split = ",",
            paramLabel = "G",
            description = "Only these groups of values: ${COMPLETION-CANDIDATES}.")
    private Set<Group> groups = EnumSet.allOf(Group.class);

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = Device.AUTO,
            description =
                    "The device that runs the graphs; see 'nunchi devices' (default:"
                            + " ${DEFAULT-VALUE}).")
    private String device = "";

    @Option(
            names = "--lowering",
            paramLabel = "fused|plain",
            description = "Which form of the graphs is run. Default: the device's own.")
    private @Nullable Lowering lowering;

    @Option(
            names = "--dump",
            paramLabel = "FILE",
            description = "Also write what was computed, as safetensors.")
    private @Nullable Path dump;

    @Spec private CommandSpec spec;

    private final CliContext context;

    ConformanceCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws EngineException {
        var target = context.device(spec, device);
        var form = lowering == null ? BuildOptions.answering(target.kind()).lowering() : lowering;
        var options = new ConformanceOptions(groups, form, Optional.ofNullable(dump));
        try (var _ = context.interruption().hold();
                var runtime = Devices.open(target)) {
            var reports = new ConformanceRunner(runtime, options).run(folders, this::print);
            printSummary(reports);
            return passed(reports) ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private static boolean passed(List<CaseReport> reports) {
        return count(reports, Outcome.PASSED) > 0
                && reports.stream().flatMap(r -> r.checks().stream()).noneMatch(Check::isBad);
    }

    private void print(CaseReport report) {
        for (Check check : report.checks()) {
            print(
                    "%-4s  %s/%s%s",
                    word(check.outcome()), report.name(), check.name(), explanation(check));
        }
    }

    private void printSummary(List<CaseReport> reports) {
        print(
                "%d cases: %d passed, %d failed, %d unknown",
                reports.size(),
                count(reports, Outcome.PASSED),
                count(reports, Outcome.FAILED),
                count(reports, Outcome.UNKNOWN));
    }

    private void print(String format, Object... arguments) {
        var out = context.terminal().out();
        out.printf(Locale.ROOT, format + "%n", arguments);
        out.flush();
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "pass";
            case FAILED -> "FAIL";
            case UNKNOWN -> "????";
        };
    }

    private static String explanation(Check check) {
        String measured =
                switch (check.outcome()) {
                    case PASSED, FAILED ->
                            String.format(
                                    Locale.ROOT,
                                    "  difference %.2g, limit %.2g",
                                    check.difference(),
                                    check.limit());
                    case UNKNOWN -> "";
                };
        return check.detail().isEmpty() ? measured : measured + "  " + check.detail();
    }

    private static long count(List<CaseReport> reports, Outcome outcome) {
        return reports.stream().mapToLong(report -> report.count(outcome)).sum();
    }
}
