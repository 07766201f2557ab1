package dev.nunchi.app.curate;

import dev.nunchi.app.teach.InstructionRow;

import java.util.ArrayList;

/// All checks over a set, row after row: each row by itself, and with those before it. Confined to
/// one thread.
public final class SetChecks {
    private final Checks checks;
    private final double enough;
    private final Duplicates duplicates = new Duplicates();
    private final Balance balance = new Balance();

    /// @param enough the score from which a row counts: of others no row is a duplicate, and they
    ///   are not balanced
    public SetChecks(Checks checks, double enough) {
        this.checks = checks;
        this.enough = enough;
    }

    /// Checks the next row.
    public Verdict check(InstructionRow row) {
        var findings = new ArrayList<>(checks.check(row));
        if (Checks.score(findings) >= enough) {
            duplicates.add(row).ifPresent(findings::add);
        }
        var verdict = new Verdict(row, findings);
        if (verdict.score() >= enough) {
            balance.add(row);
        }
        return verdict;
    }

    /// Of the rows that count so far.
    public Balance balance() {
        return balance;
    }
}
