package dev.nunchi.app.curate;

import dev.nunchi.app.teach.InstructionRow;

import java.util.List;

/// One way to look at a row. Thread-safe.
@FunctionalInterface
interface RowCheck {
    /// @return nothing if all is well
    List<Finding> check(InstructionRow row);
}
