package dev.nunchi.app.curate;

import dev.nunchi.app.teach.InstructionRow;

import java.util.List;

/// A row and what all checks found in it.
public record Verdict(InstructionRow row, List<Finding> findings) {
    public Verdict {
        findings = List.copyOf(findings);
    }

    /// That of the worst finding, `0..1`; 1 if there is none.
    public double score() {
        return Checks.score(findings);
    }
}
