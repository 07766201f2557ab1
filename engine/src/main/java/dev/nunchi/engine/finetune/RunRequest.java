package dev.nunchi.engine.finetune;

import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.data.Mix;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// What a run is asked to do.
///
/// @param name wanted for the run's folder and the adapter; numbered if it is taken
/// @param model the name of the installed model that is trained
/// @param data a file or folder that [dev.nunchi.engine.data] reads
/// @param mix shares of sample types, drawn anew for each epoch; empty for all samples as they are
/// @param from the folder of an adapter that the run goes on from
/// @param base what it goes on from where `from` is empty: what the model has learnt itself, or
///   nothing; runs of before there was a choice have none, which means as shipped
public record RunRequest(
        String name,
        String model,
        Path data,
        Optional<Mix> mix,
        Optional<Path> from,
        RunSettings settings,
        ModelForm base) {
    public RunRequest {
        base = Objects.requireNonNullElse(base, ModelForm.AS_SHIPPED);
    }

    /// A run that goes on from an adapter or from the model as it ships.
    public RunRequest(
            String name,
            String model,
            Path data,
            Optional<Mix> mix,
            Optional<Path> from,
            RunSettings settings) {
        this(name, model, data, mix, from, settings, ModelForm.AS_SHIPPED);
    }

    public RunRequest withBase(ModelForm other) {
        return new RunRequest(name, model, data, mix, from, settings, other);
    }
}
