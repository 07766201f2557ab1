package dev.nunchi.engine.finetune;

import dev.nunchi.engine.data.Mix;

import java.nio.file.Path;
import java.util.Optional;

/// What a run is asked to do.
///
/// @param name wanted for the run's folder and the adapter; numbered if it is taken
/// @param model the name of the installed model that is trained
/// @param data a file or folder that [dev.nunchi.engine.data] reads
/// @param mix shares of sample types, drawn anew for each epoch; empty for all samples as they are
/// @param from the folder of an adapter that the run goes on from
public record RunRequest(
        String name,
        String model,
        Path data,
        Optional<Mix> mix,
        Optional<Path> from,
        RunSettings settings) {}
