package dev.nunchi.engine.train;

import dev.nunchi.engine.runtime.DeviceTensor;

/// Something that learns. The workbench owns both arrays.
///
/// @param name in the checkpoint
/// @param value float32
/// @param gradient of its shape
record Parameter(String name, DeviceTensor value, DeviceTensor gradient) {
    void clearGradient() {
        gradient.host().clear();
    }
}
