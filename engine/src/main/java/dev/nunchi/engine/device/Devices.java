package dev.nunchi.engine.device;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.ffm.FfmRuntime;
import dev.nunchi.engine.runtime.ort.OrtRuntime;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The devices of this machine.
public final class Devices {
    private static final String NO_DRIVER =
            "the ONNX Runtime library that is loaded has no driver for it";
    private static final String CUDA_IS_NOT_DRIVEN =
            "its attention takes half precision only, and graphs are float32";

    private Devices() {}

    /// One entry a kind, the processor first. Opens each to see.
    public static List<DeviceStatus> list() {
        return Arrays.stream(Device.Kind.values())
                .map(kind -> status(new Device(kind, 0)))
                .toList();
    }

    /// Opens the device to see.
    public static DeviceStatus status(Device device) {
        try (var runtime = open(device)) {
            return new DeviceStatus(
                    device, Optional.of(runtime.version()), Optional.empty(), Optional.empty());
        } catch (DeviceException e) {
            var problem = problem(e);
            return new DeviceStatus(
                    device, Optional.empty(), Optional.of(problem), Optional.of(reason(problem)));
        }
    }

    private static DeviceStatus.Reason reason(String problem) {
        return switch (problem) {
            case NO_DRIVER -> DeviceStatus.Reason.NO_DRIVER;
            case CUDA_IS_NOT_DRIVEN -> DeviceStatus.Reason.NOT_DRIVEN;
            default -> DeviceStatus.Reason.FAILED;
        };
    }

    /// The device's name is told already.
    private static String problem(DeviceException e) {
        String text = String.valueOf(e.getMessage());
        String prefix = e.device() + ": ";
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    /// @return the caller's to close
    /// @throws DeviceException if this machine or this version has no such device
    public static InferenceRuntime open(Device device) throws DeviceException {
        var cpu = OrtRuntime.cpu();
        if (device.equals(Device.CPU)) {
            return cpu;
        }
        if (device.kind() == Device.Kind.CUDA) {
            throw new DeviceException(device.toString(), CUDA_IS_NOT_DRIVEN);
        }
        if (!OrtRuntime.drivers().contains(device.kind()) || device.kind() == Device.Kind.CPU) {
            throw new DeviceException(device.toString(), NO_DRIVER);
        }
        return FfmRuntime.open(device, cpu.version());
    }
}
