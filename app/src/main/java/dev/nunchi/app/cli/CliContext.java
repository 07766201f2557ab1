package dev.nunchi.app.cli;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.engine.device.Devices;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.runtime.Device;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// What every verb needs of the world around it.
record CliContext(Terminal terminal, Messages messages, Models models, Interruption interruption) {
    /// A mistake on the command line.
    ///
    /// @param key below `cli.usage.`
    ParameterException usage(CommandSpec spec, String key, Object... arguments) {
        return new ParameterException(
                spec.commandLine(), messages.text("cli.usage." + key, arguments));
    }

    /// The device of a name; one that is not on this machine is a mistake on the command line.
    Device device(CommandSpec spec, String name) {
        var device = Device.parse(name).orElseThrow(() -> usage(spec, "unknownDevice", name));
        if (!device.equals(Device.CPU)) {
            var missing = Devices.status(device).missing();
            if (missing.isPresent()) {
                throw usage(spec, "missingDevice", name, missing.get());
            }
        }
        return device;
    }

    /// The model of a name, or the first one where none is named.
    InstalledModel modelOrFirst(CommandSpec spec, @Nullable String name) throws EngineException {
        if (name != null) {
            return model(spec, name);
        }
        return models.list().stream().findFirst().orElseThrow(() -> usage(spec, "noModel"));
    }

    /// The model of a name; a name that no model has is a mistake on the command line.
    InstalledModel model(CommandSpec spec, String name) throws EngineException {
        return models.list().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> usage(spec, "unknownModel", name));
    }
}
