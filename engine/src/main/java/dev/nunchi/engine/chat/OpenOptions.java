package dev.nunchi.engine.chat;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.model.LanguageModel;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.runtime.Threads;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// How a model is opened.
///
/// @param adapters with which it can answer besides its own way; each name once. With LoRA among
///   them, all answers take a graph that is larger and slower than the base's own
/// @param form its own way: as it ships, or by its weights alone
/// @param threads that each session computes with, `>= 1`
/// @param cacheFolder where compiled models are kept; may be deleted at any time
/// @param context most tokens of prompt and answer together, whose keys and values take memory;
///   empty for as many as the model has
public record OpenOptions(
        List<Adapter> adapters,
        ModelForm form,
        Device device,
        int threads,
        Path cacheFolder,
        OptionalInt context) {
    public OpenOptions {
        adapters = List.copyOf(adapters);
        long names = adapters.stream().map(adapter -> adapter.info().name()).distinct().count();
        if (names < adapters.size()) {
            throw new IllegalArgumentException("two adapters of one name");
        }
    }

    /// As it ships, on the CPU with [Threads#ofThisMachine], without further adapters.
    public static OpenOptions of(Path cacheFolder) {
        return new OpenOptions(
                List.of(),
                ModelForm.AS_SHIPPED,
                Device.CPU,
                Threads.ofThisMachine(),
                cacheFolder,
                OptionalInt.empty());
    }

    public OpenOptions withAdapters(List<Adapter> others) {
        return new OpenOptions(others, form, device, threads, cacheFolder, context);
    }

    public OpenOptions withForm(ModelForm other) {
        return new OpenOptions(adapters, other, device, threads, cacheFolder, context);
    }

    public OpenOptions withDevice(Device other) {
        return new OpenOptions(adapters, form, other, threads, cacheFolder, context);
    }

    public OpenOptions withThreads(int count) {
        return new OpenOptions(adapters, form, device, count, cacheFolder, context);
    }

    public OpenOptions withContext(OptionalInt tokens) {
        return new OpenOptions(adapters, form, device, threads, cacheFolder, tokens);
    }

    /// Tokens of prompt and answer together, with a model of this configuration.
    int contextLength(LanguageConfig config) {
        int most = LanguageModel.contextLength(config);
        return Math.min(context.orElse(most), most);
    }
}
