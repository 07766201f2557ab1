package dev.nunchi.engine.chat;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.runtime.Threads;

import java.nio.file.Path;
import java.util.List;

/// How a model is opened.
///
/// @param adapters with which it can answer besides its own way; each name once. With LoRA among
///   them, all answers take a graph that is larger and slower than the base's own
/// @param form its own way: as it ships, or by its weights alone
/// @param threads that each session computes with, `>= 1`
/// @param cacheFolder where compiled models are kept; may be deleted at any time
public record OpenOptions(
        List<Adapter> adapters, ModelForm form, Device device, int threads, Path cacheFolder) {
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
                List.of(), ModelForm.AS_SHIPPED, Device.CPU, Threads.ofThisMachine(), cacheFolder);
    }

    public OpenOptions withAdapters(List<Adapter> others) {
        return new OpenOptions(others, form, device, threads, cacheFolder);
    }

    public OpenOptions withForm(ModelForm other) {
        return new OpenOptions(adapters, other, device, threads, cacheFolder);
    }

    public OpenOptions withDevice(Device other) {
        return new OpenOptions(adapters, form, other, threads, cacheFolder);
    }

    public OpenOptions withThreads(int count) {
        return new OpenOptions(adapters, form, device, count, cacheFolder);
    }
}
