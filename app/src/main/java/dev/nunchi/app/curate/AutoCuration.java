package dev.nunchi.app.curate;

import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.app.teach.InstructionRows;
import dev.nunchi.app.teach.InstructionWriter;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.data.RowProblem;
import dev.nunchi.engine.error.EngineException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps the rows of a file that all checks pass.
///
/// @param checks for single rows
/// @param minScore a row is kept if its score is at least this, `0..1`
public record AutoCuration(Checks checks, double minScore) {
    /// Lets pass what is unusual, and nothing that is probably bad.
    public static final double USUAL_SCORE = 0.5;

    public AutoCuration {
        if (!(0 <= minScore && minScore <= 1)) {
            throw new IllegalArgumentException("score " + minScore);
        }
    }

    /// Where results go.
    ///
    /// @param accepted rows that are kept, LLaVA JSON with provenance: see [InstructionWriter]
    /// @param refused why the others are not, as JSON lines: see [RefusalWriter]
    public record Files(Path accepted, Path refused) {}

    /// What became of a file's rows.
    ///
    /// @param accepted rows that were written
    /// @param refused rows with a score below the least
    /// @param bad rows that cannot be read
    /// @param refusals for each check how many rows it refused; one row may count for several
    /// @param balance of the rows that are kept
    /// @param problems of bad and unusual rows
    public record Summary(
            int accepted,
            int refused,
            int bad,
            Map<CheckName, Integer> refusals,
            List<Finding> balance,
            List<RowProblem> problems) {
        public Summary {
            refusals = Map.copyOf(refusals);
            balance = List.copyOf(balance);
            problems = List.copyOf(problems);
        }
    }

    /// Whether the file of accepted rows can name all pictures of a file: it lies in the same
    /// folder, or in one above.
    public static boolean canName(Path accepted, Path file) {
        return InstructionWriter.canName(accepted, file.toAbsolutePath().normalize());
    }

    /// Reads rows one by one and writes both files, which appear at the end and replace others.
    /// Memory: see [Duplicates].
    ///
    /// @return empty if it was cancelled; then nothing is written
    public Optional<Summary> run(Path file, Files files, DataRows.Watch watch)
            throws EngineException {
        try (var accepted = InstructionWriter.create(files.accepted());
                var refused = RefusalWriter.create(files.refused())) {
            var sorting = new Sorting(new SetChecks(checks, minScore), accepted, refused);
            // Pictures are looked for in the file's folder, which a bare name does not tell.
            InstructionRows.read(file.toAbsolutePath().normalize(), watch, sorting);
            if (watch.cancel().isCancelled()) {
                return Optional.empty();
            }
            refused.publish();
            accepted.publish();
            return Optional.of(sorting.summary());
        }
    }

    /// Takes rows as they come and puts each into its file.
    private final class Sorting implements InstructionRows.Sink<EngineException> {
        private final SetChecks checks;
        private final InstructionWriter accepted;
        private final RefusalWriter refused;
        private final Map<CheckName, Integer> refusals = new EnumMap<>(CheckName.class);
        private final List<RowProblem> problems = new ArrayList<>();
        private int acceptedRows;
        private int refusedRows;
        private int badRows;

        Sorting(SetChecks checks, InstructionWriter accepted, RefusalWriter refused) {
            this.checks = checks;
            this.accepted = accepted;
            this.refused = refused;
        }

        @Override
        public void row(InstructionRow row) throws EngineException {
            var verdict = checks.check(row);
            if (verdict.score() >= minScore) {
                acceptedRows++;
                accepted.write(row);
                return;
            }
            refusedRows++;
            refused.write(verdict);
            verdict.findings().stream()
                    .filter(finding -> finding.score() < minScore)
                    .map(Finding::check)
                    .distinct()
                    .forEach(check -> refusals.merge(check, 1, Integer::sum));
        }

        @Override
        public void problem(RowProblem problem) throws EngineException {
            if (problem.reason().effect() == RowProblem.Effect.LEFT_OUT) {
                badRows++;
                refused.write(problem);
            }
            problems.add(problem);
        }

        Summary summary() {
            return new Summary(
                    acceptedRows,
                    refusedRows,
                    badRows,
                    refusals,
                    checks.balance().findings(),
                    problems);
        }
    }
}
