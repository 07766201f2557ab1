package dev.nunchi.app.cli;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.runtime.Device;

import java.util.Optional;

/// Who answers, and where.
///
/// @param form of the model where no adapter is chosen
record Answerer(InstalledModel model, Optional<Adapter> adapter, ModelForm form, Device device) {
    Optional<String> adapterName() {
        return adapter.map(a -> a.info().name());
    }
}
