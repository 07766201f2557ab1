package dev.nunchi.engine.finetune;

import java.nio.file.Path;

/// A snapshot that lies whole on the disk.
///
/// @param step after which it was made
public record SnapshotReport(long step, Path folder) implements RunReport {}
