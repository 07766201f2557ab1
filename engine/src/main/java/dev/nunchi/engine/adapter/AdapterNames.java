package dev.nunchi.engine.adapter;

import dev.nunchi.engine.model.LoraTarget;

import java.util.Optional;
import java.util.regex.Pattern;

/// The names of an adapter's tensors.
final class AdapterNames {
    static final String PROJECTOR = "multi_modal_projector.";
    static final String A = ".lora_A.weight";
    static final String B = ".lora_B.weight";

    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.\\d{1,4}");

    private AdapterNames() {}

    /// The kind of a linear layer that can have factors; empty if `name` is no such layer's.
    static Optional<LoraTarget> target(String name) {
        for (var target : LoraTarget.values()) {
            if (isModule(name, target.moduleName())) {
                return Optional.of(target);
            }
        }
        return Optional.empty();
    }

    /// Whether a name is that of a module of a decoder layer.
    ///
    /// @param module within the layer, with the dot before it
    static boolean isModule(String name, String module) {
        return name.endsWith(module)
                && LAYER.matcher(name.substring(0, name.length() - module.length())).matches();
    }
}
