package dev.nunchi.engine.runtime.ffm;

import static dev.nunchi.engine.runtime.ffm.OrtApi.POINTER;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// One device as the C API sees it: how sessions are made for it, and its memory.
///
/// Native objects that it makes itself live as long as the process. Safe for several threads.
final class OrtDevice {
    private static final int ARENA_ALLOCATOR = 1;
    private static final int DEVICE_ALLOCATOR = 0;
    private static final int DEFAULT_MEMORY = 0;

    private final Device device;
    private final OrtApi api;
    private final Provider provider;
    private final MemorySegment environment;
    private final MemorySegment cpuMemory;
    private final MemorySegment deviceMemory;

    OrtDevice(Device device, OrtApi api, Provider provider) throws DeviceException {
        this.device = device;
        this.api = api;
        this.provider = provider;
        environment = api.environment();
        cpuMemory = make(out -> api.createCpuMemoryInfo.call(ARENA_ALLOCATOR, DEFAULT_MEMORY, out));
        deviceMemory = make(this::createDeviceMemory);
    }

    private MemorySegment createDeviceMemory(MemorySegment out) {
        try (var arena = Arena.ofConfined()) {
            var name = arena.allocateFrom(provider.memory());
            return api.createMemoryInfo.call(
                    name, DEVICE_ALLOCATOR, device.index(), DEFAULT_MEMORY, out);
        }
    }

    Device device() {
        return device;
    }

    OrtApi api() {
        return api;
    }

    /// A function of the C API whose last parameter takes its result.
    interface Maker {
        MemorySegment make(MemorySegment out);
    }

    private MemorySegment make(Maker maker) throws DeviceException {
        return make("opening the device", maker);
    }

    MemorySegment make(String doing, Maker maker) throws DeviceException {
        try (var arena = Arena.ofConfined()) {
            var out = arena.allocate(POINTER);
            api.check(device, doing, maker.make(out));
            return out.get(POINTER, 0);
        }
    }

    /// @param profile prefix of the file that the session writes when it is closed
    /// @return the caller's to release
    MemorySegment openSession(Path model, Optional<Path> profile) throws DeviceException {
        String doing = "opening " + model.getFileName();
        var options = make(doing, api.createSessionOptions::call);
        try (var arena = Arena.ofConfined()) {
            api.check(device, doing, append(arena, options));
            // A node on another device would carry its inputs across the bus at every token.
            var strict = arena.allocateFrom("session.disable_cpu_ep_fallback");
            var yes = arena.allocateFrom("1");
            api.check(device, doing, api.addSessionConfigEntry.call(options, strict, yes));
            api.check(device, doing, api.disableMemPattern.call(options));
            if (profile.isPresent()) {
                var prefix = path(arena, profile.get());
                api.check(device, doing, api.enableProfiling.call(options, prefix));
            }
            var file = path(arena, model);
            return make(doing, out -> api.createSession.call(environment, file, options, out));
        } finally {
            api.releaseSessionOptions.call(options);
        }
    }

    private MemorySegment append(Arena arena, MemorySegment options) {
        var name = arena.allocateFrom(provider.name());
        if (device.index() == 0) {
            return api.appendExecutionProvider.call(
                    options, name, MemorySegment.NULL, MemorySegment.NULL, 0);
        }
        var key = arena.allocateFrom(POINTER, arena.allocateFrom("device_id"));
        var value = arena.allocateFrom(POINTER, arena.allocateFrom("" + device.index()));
        return api.appendExecutionProvider.call(options, name, key, value, 1);
    }

    /// `ORTCHAR_T`: UTF-16 on Windows.
    private static MemorySegment path(Arena arena, Path path) {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        return arena.allocateFrom(
                path.toString(), windows ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8);
    }

    /// The device's memory, as a session of it hands it out.
    MemorySegment allocator(MemorySegment session) throws DeviceException {
        return make(out -> api.createAllocator.call(session, deviceMemory, out));
    }

    MemorySegment allocate(MemorySegment allocator, DType dtype, Shape shape)
            throws DeviceException {
        try (var arena = Arena.ofConfined()) {
            var sizes = arena.allocateFrom(ValueLayout.JAVA_LONG, shape.toArray());
            return make(
                    "allocating " + dtype + " " + shape,
                    out ->
                            api.createTensorAsOrtValue.call(
                                    allocator, sizes, shape.rank(), typeOf(dtype), out));
        }
    }

    /// An array over memory that Java owns.
    MemorySegment wrap(MemorySegment data, DType dtype, Shape shape) throws DeviceException {
        return wrap(cpuMemory, data, new Form(dtype, shape));
    }

    /// The same array of the device as one axis; valid as long as the array is.
    MemorySegment flat(MemorySegment value, DType dtype, Shape shape) throws DeviceException {
        var data = make(out -> api.getTensorMutableData.call(value, out));
        return wrap(deviceMemory, data, new Form(dtype, Shape.of(shape.count())));
    }

    private record Form(DType dtype, Shape shape) {
        long bytes() {
            return dtype.bytesFor(shape.count());
        }
    }

    private MemorySegment wrap(MemorySegment memory, MemorySegment data, Form form)
            throws DeviceException {
        try (var arena = Arena.ofConfined()) {
            var sizes = arena.allocateFrom(ValueLayout.JAVA_LONG, form.shape.toArray());
            return make(out ->
                    api.createTensorWithDataAsOrtValue.call(
                            memory,
                            data,
                            form.bytes(),
                            sizes,
                            form.shape.rank(),
                            typeOf(form.dtype),
                            out));
        }
    }

    /// `ONNXTensorElementDataType`
    private static int typeOf(DType dtype) {
        return switch (dtype) {
            case F32 -> 1;
            case U8 -> 2;
            case I8 -> 3;
            case I32 -> 6;
            case I64 -> 7;
            case BOOL -> 9;
            case F16 -> 10;
            case BF16 -> 16;
            case U4 -> 21;
        };
    }
}
