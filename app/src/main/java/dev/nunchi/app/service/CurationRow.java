package dev.nunchi.app.service;

import dev.nunchi.app.curate.Finding;
import dev.nunchi.app.store.Verdict;
import dev.nunchi.app.teach.InstructionRow;

import java.util.List;
import java.util.Optional;

/// A row before a reviewer.
///
/// @param id in the store
/// @param number its place in the set, from 1
/// @param original as it was imported
/// @param current with the reviewer's changes; equal to the original if there are none
/// @param verdict empty while undecided
/// @param findings of the checks on the current words
public record CurationRow(
        long id,
        int number,
        InstructionRow original,
        InstructionRow current,
        Optional<Verdict> verdict,
        List<Finding> findings) {
    public CurationRow {
        findings = List.copyOf(findings);
    }

    public boolean isChanged() {
        return !current.equals(original);
    }
}
