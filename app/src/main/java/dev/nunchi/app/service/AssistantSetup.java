package dev.nunchi.app.service;

import dev.nunchi.app.settings.Settings;
import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.runtime.Threads;

import java.util.List;
import java.util.OptionalInt;

/// How a model is to be opened, as the person has chosen.
///
/// @param adapters names of those that it shall be able to answer with
/// @param threads `>= 1`
/// @param context most tokens of a conversation; empty for as many as the model takes
/// @param form with what the model has learnt itself, or without
public record AssistantSetup(
        List<String> adapters, Device device, int threads, OptionalInt context, ModelForm form) {
    public AssistantSetup {
        adapters = List.copyOf(adapters);
    }

    /// @param cores of this computer
    static AssistantSetup of(List<String> adapters, Settings settings, int cores) {
        var computing = settings.computing();
        return new AssistantSetup(
                adapters,
                computing.device().flatMap(Device::parse).orElse(Device.CPU),
                computing.threadsOn(cores).orElseGet(Threads::ofThisMachine),
                settings.context(),
                ModelForm.AS_SHIPPED);
    }

    AssistantSetup withAdapters(List<String> others) {
        return new AssistantSetup(others, device, threads, context, form);
    }

    AssistantSetup bare() {
        return new AssistantSetup(adapters, device, threads, context, ModelForm.BARE);
    }

    /// Whether a model that was opened like this can do what another setup asks for.
    boolean covers(AssistantSetup other) {
        return adapters.containsAll(other.adapters())
                && withAdapters(other.adapters()).equals(other);
    }
}
