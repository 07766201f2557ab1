package dev.nunchi.engine.finetune;

import java.nio.file.Path;

/// Where training keeps its files; none needs to exist.
///
/// @param runs a folder for each run
/// @param adapters what runs make
/// @param models what runs make that change all weights: the imported models' folder
/// @param features what towers made of pictures; may be deleted at any time
/// @param compiled compiled models and hashes of files; may be deleted at any time
public record TrainingFolders(
        Path runs, Path adapters, Path models, Path features, Path compiled) {}
