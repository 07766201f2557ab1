package dev.nunchi.app.l10n;

import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.device.DeviceStatus;
import dev.nunchi.engine.device.Processor;
import dev.nunchi.engine.runtime.Device;

import java.util.ArrayList;
import java.util.List;

/// Where a model runs, and why not elsewhere.
public record DeviceWords(Messages messages) {
    /// What computes: `Processor · AVX2 · 2 threads`.
    public String inUse(ModelInfo model) {
        var words = new ArrayList<String>();
        boolean cpu = model.device().equals(Device.CPU.toString());
        words.add(cpu ? messages.text("device.cpu") : name(model.device()));
        if (cpu) {
            String instructions = Processor.ofThisMachine().instructions();
            if (!instructions.isEmpty()) {
                words.add(instructions);
            }
            if (model.threads() > 0) {
                words.add(messages.text("device.threads", model.threads()));
            }
        }
        return String.join(" · ", words);
    }

    /// A line for each other kind of device.
    public List<String> others(ModelInfo model, List<DeviceStatus> devices) {
        return devices.stream()
                .filter(status -> !status.device().toString().equals(model.device()))
                .map(this::other)
                .toList();
    }

    private String other(DeviceStatus status) {
        String why =
                status.reason()
                        .map(reason -> why(reason, status.missing().orElse("")))
                        .orElseGet(() -> messages.text("device.notChosen"));
        return messages.text("device.other", name(status.device().toString()), why);
    }

    private String why(DeviceStatus.Reason reason, String detail) {
        return switch (reason) {
            case NO_DRIVER -> messages.text("device.noDriver");
            case NOT_DRIVEN -> messages.text("device.notDriven");
            case FAILED -> messages.text("device.failed", detail);
        };
    }

    private String name(String device) {
        return Device.parse(device)
                .map(parsed ->
                        switch (parsed.kind()) {
                            case CPU -> messages.text("device.cpu");
                            case WEBGPU -> "WebGPU";
                            case CUDA -> "CUDA";
                            case DIRECTML -> "DirectML";
                        })
                .orElse(device);
    }
}
