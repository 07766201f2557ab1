package dev.nunchi.engine.conformance;

import java.util.List;

/// The checks of one case, in the order in which they were made.
///
/// @param name the case's folder
public record CaseReport(String name, List<Check> checks) {
    public CaseReport {
        checks = List.copyOf(checks);
    }

    public long count(Check.Outcome outcome) {
        return checks.stream().filter(check -> check.outcome() == outcome).count();
    }

    /// Whether something was compared and nothing speaks against it.
    public boolean passed() {
        return count(Check.Outcome.PASSED) > 0 && checks.stream().noneMatch(Check::isBad);
    }
}
