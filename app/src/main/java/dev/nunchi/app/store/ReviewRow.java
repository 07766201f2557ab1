package dev.nunchi.app.store;

import dev.nunchi.app.curate.Finding;

import java.util.List;
import java.util.Optional;

/// A row as one reviewer has it before them.
///
/// @param number its place in the set, from 1
/// @param line as it was imported
/// @param edited as the reviewer changed it, also if they rejected it afterwards
/// @param verdict empty while the reviewer has not decided
/// @param findings on the row as it was imported
public record ReviewRow(
        long id,
        int number,
        String line,
        Optional<String> edited,
        Optional<Verdict> verdict,
        List<Finding> findings) {
    public ReviewRow {
        findings = List.copyOf(findings);
    }

    /// The row as it is now.
    public String current() {
        return edited.orElse(line);
    }
}
