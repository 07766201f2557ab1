package dev.nunchi.app.ui.models;

import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.engine.device.MachineMemory;
import dev.nunchi.engine.library.ImportPreview;
import dev.nunchi.engine.library.InstalledModel;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What models need, set against the memory that there is.
///
/// @param memory asked at each question
record Fits(ModelService models, Supplier<MachineMemory> memory) {
    /// Packing that saves less than a fifth of the memory is not offered.
    private static final double WORTH_WHILE = 0.8;

    /// As it would be opened now.
    MemoryFit asItIs(ImportPreview preview, MachineMemory machine) {
        int context = context(preview);
        return new MemoryFit(preview.bytes(context), context, machine);
    }

    /// Packed to 4 bits; empty if that does not save enough.
    Optional<MemoryFit> smaller(ImportPreview preview, MachineMemory machine) {
        int context = context(preview);
        return preview.packedWeights() < preview.weights() * WORTH_WHILE
                ? Optional.of(new MemoryFit(preview.packedBytes(context), context, machine))
                : Optional.empty();
    }

    private int context(ImportPreview preview) {
        return models.contextWithin(preview.contextLength());
    }

    /// The memory that there will be when what is open now has been closed.
    MachineMemory withoutOpen(Map<InstalledModel, ImportPreview> previews, ActiveModel.Status now) {
        long held =
                previews.entrySet().stream()
                        .filter(entry -> now.useOf(entry.getKey()) == ModelCard.Use.IN_USE)
                        .mapToLong(entry -> entry.getValue().weights())
                        .sum();
        return memory.get().with(held);
    }

    /// What to ask before a model is opened; empty if it fits.
    Optional<FitQuestion> question(
            InstalledModel model, ImportPreview preview, MachineMemory machine) {
        var fit = asItIs(preview, machine);
        if (fit.verdict() == MemoryFit.Verdict.GOOD) {
            return Optional.empty();
        }
        int context =
                preview.contextWithin(
                        MemoryFit.room(machine), fit.context(), Settings.SHORTEST_CONTEXT);
        var shorter =
                Optional.of(new MemoryFit(preview.bytes(context), context, machine))
                        .filter(_ -> context > 0);
        return Optional.of(new FitQuestion(model, fit, shorter, smaller(preview, machine)));
    }
}
