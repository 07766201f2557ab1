package dev.nunchi.engine.runtime.ffm;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Op;
import dev.nunchi.engine.graph.onnx.OnnxWriter;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/// Carries arrays into and out of a device's memory, and counts what is carried.
///
/// The C API's own copying function knows providers of plug-in libraries only, so a model of one
/// node does it: runs copy between memories by themselves. That session lives as long as the
/// process; it also hands out the device's memory.
final class Transfers {
    private static final String FROM = "from";
    private static final String TO = "to";

    private final OrtDevice device;
    private final FfmSession copy;
    private final MemorySegment allocator;
    private final Traffic.Counter traffic = new Traffic.Counter();

    private Transfers(OrtDevice device, MemorySegment session) throws DeviceException {
        this.device = device;
        copy = new FfmSession(device, session, new Traffic.Counter(), FfmSession.Profiling.OFF);
        allocator = device.allocator(session);
    }

    /// @throws DeviceException also where the driver is in the library but no card is there
    static Transfers open(OrtDevice device) throws DeviceException {
        String name = device.device().toString();
        try {
            var folder = Files.createTempDirectory("nunchi-device");
            try {
                OnnxWriter.write(identity(), folder);
                var model = folder.resolve(OnnxWriter.MODEL);
                return new Transfers(device, device.openSession(model, Optional.empty()));
            } finally {
                Storage.delete(folder);
            }
        } catch (DeviceException e) {
            throw new DeviceException(name, "no graphics card whose driver it can use", e);
        } catch (IOException | StorageException e) {
            throw new DeviceException(name, "no scratch folder", e);
        }
    }

    private static Graph identity() {
        var graph = new GraphBuilder("copy");
        var from = graph.input(FROM, DType.F32, Dim.of("N"));
        graph.output(TO, graph.root().add(Op.IDENTITY, Map.of(), from).getFirst());
        return graph.build();
    }

    Traffic.Counter traffic() {
        return traffic;
    }

    ResidentTensor allocate(DType dtype, Shape shape) throws DeviceException {
        var value = device.allocate(allocator, dtype, shape);
        return new ResidentTensor(device, value, dtype, shape, this);
    }

    Tensor read(ResidentTensor tensor) throws DeviceException {
        try (var staged = stage(tensor);
                var flat = flat(tensor)) {
            run(flat, staged);
            var data = staged.host().data();
            var copy = Arena.ofAuto().allocate(data.byteSize(), 64).copyFrom(data);
            return new Tensor(tensor.dtype(), tensor.shape(), copy);
        }
    }

    void write(ResidentTensor tensor, Tensor values) throws DeviceException {
        try (var staged = stage(tensor);
                var flat = flat(tensor)) {
            staged.fill(values.reshape(staged.shape()));
            run(staged, flat);
        }
    }

    private void run(FfmTensor from, FfmTensor to) throws DeviceException {
        copy.run(Map.of(FROM, from), Map.of(TO, to));
        traffic.addResident(from.bytes());
    }

    private StagedTensor stage(ResidentTensor tensor) throws DeviceException {
        if (tensor.dtype() != DType.F32) {
            throw new IllegalArgumentException("only float32 is carried, not " + tensor.dtype());
        }
        return StagedTensor.allocate(device, tensor.dtype(), Shape.of(tensor.shape().count()));
    }

    private ResidentTensor flat(ResidentTensor tensor) throws DeviceException {
        var shape = Shape.of(tensor.shape().count());
        var value = device.flat(tensor.value(), tensor.dtype(), tensor.shape());
        return new ResidentTensor(device, value, tensor.dtype(), shape, this);
    }
}
