package dev.nunchi.app.cli;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.AdapterFolder;
import dev.nunchi.engine.device.Devices;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.runtime.Device;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import java.io.File;
import java.util.List;

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
        return modelOrFirst(spec, name, List.of());
    }

    /// The model of a name; where none is named, the one that an adapter was made for, else the
    /// first.
    InstalledModel modelOrFirst(CommandSpec spec, @Nullable String name, List<Adapter> adapters)
            throws EngineException {
        if (name != null) {
            return model(spec, name);
        }
        var bases = adapters.stream().map(a -> a.info().provenance().baseName()).toList();
        var all = models.list();
        return all.stream()
                .filter(model -> bases.contains(model.name()))
                .findFirst()
                .or(() -> all.stream().findFirst())
                .orElseThrow(() -> usage(spec, "noModel"));
    }

    /// The model of a name; a name that no model has is a mistake on the command line.
    InstalledModel model(CommandSpec spec, String name) throws EngineException {
        return models.list().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> usage(spec, "unknownModel", name));
    }

    /// The adapter of a name, or in a folder; a name that neither is is a mistake on the command
    /// line.
    Adapter adapter(CommandSpec spec, String name) throws EngineException {
        var installed = models.adapters().find(name);
        if (installed.isPresent()) {
            return installed.get().read();
        }
        // A File, because a name is no valid Path on every system.
        var folder = new File(name);
        if (folder.isDirectory() && AdapterFolder.isAdapter(folder.toPath())) {
            return AdapterFolder.read(folder.toPath());
        }
        throw usage(spec, "unknownAdapter", name);
    }
}
