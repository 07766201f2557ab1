package dev.nunchi.engine.runtime.ort;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.graph.onnx.OnnxWriter;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

class OrtRuntimeTest {
    private static final Threads ONE_THREAD = new Threads(1, Threads.Waiting.SPIN_IN_RUN);

    @TempDir Path folder;
    private final OrtRuntime runtime = OrtRuntime.cpu();

    @Test
    void sessionComputesWhatTheGraphSays() throws EngineException {
        try (var session = open(doubling());
                var x = floats(1, 2, 3);
                var y = runtime.allocate(DType.F32, Shape.of(3))) {
            session.run(Map.of("x", x), Map.of("y", y));
            assertArrayEquals(new float[] {2, 4, 6}, y.host().toFloats());
        }
    }

    @Test
    void outputMayBeTheInputItself() throws EngineException {
        try (var session = open(doubling());
                var x = floats(1, 2, 3)) {
            session.run(Map.of("x", x), Map.of("y", x));
            session.run(Map.of("x", x), Map.of("y", x));
            assertArrayEquals(new float[] {4, 8, 12}, x.host().toFloats());
        }
    }

    @Test
    void weightsOfTheDataFileAreRead() throws EngineException {
        var values = new float[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        var builder = new GraphBuilder("sum");
        var x = builder.input("x", DType.F32, Dim.of(values.length));
        var first = Weight.of(Tensor.ofFloats(Shape.of(values.length), values));
        var second = Weight.of(Tensor.ofFloats(Shape.of(values.length), values));
        var once = builder.root().add(x, builder.initializer("first", first));
        builder.output("y", builder.root().add(once, builder.initializer("second", second)));
        try (var session = open(builder.build());
                var in = runtime.allocate(DType.F32, Shape.of(values.length));
                var out = runtime.allocate(DType.F32, Shape.of(values.length))) {
            session.run(Map.of("x", in), Map.of("y", out));
            assertEquals(2 * 999f, out.host().floatAt(999));
        }
    }

    @Test
    void emptyTensorIsAnInput() throws EngineException {
        try (var session = open(doubling());
                var x = floats();
                var y = floats()) {
            session.run(Map.of("x", x), Map.of("y", y));
            assertEquals(0, y.shape().count());
        }
    }

    @Test
    void wrongInputNameIsTheCallersMistake() throws EngineException {
        try (var session = open(doubling());
                var x = floats(1)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> session.run(Map.of("z", x), Map.of("y", x)));
        }
    }

    @Test
    void damagedModelIsANamedError() throws IOException {
        var model = Files.writeString(folder.resolve(OnnxWriter.MODEL), "no model");
        assertThrows(DeviceException.class, () -> runtime.open(model, ONE_THREAD));
    }

    @Test
    void missingModelIsANamedError() {
        var model = folder.resolve(OnnxWriter.MODEL);
        assertThrows(DeviceException.class, () -> runtime.open(model, ONE_THREAD));
    }

    @Test
    void cutDataFileIsANamedError() throws EngineException, IOException {
        var builder = new GraphBuilder("sum");
        var x = builder.input("x", DType.F32, Dim.of(1000));
        var weight = Weight.of(Tensor.ofFloats(Shape.of(1000), new float[1000]));
        builder.output("y", builder.root().add(x, builder.initializer("weight", weight)));
        OnnxWriter.write(builder.build(), folder);
        var data = folder.resolve("model.onnx.data");
        try (var channel = Files.newByteChannel(data, StandardOpenOption.WRITE)) {
            channel.truncate(1000);
        }
        var model = folder.resolve(OnnxWriter.MODEL);
        assertThrows(DeviceException.class, () -> runtime.open(model, ONE_THREAD));
    }

    @Test
    void memoryThatIsNotThereIsANamedError() {
        var problem =
                assertThrows(
                        DeviceException.class,
                        () -> runtime.allocate(DType.F32, Shape.of(1L << 45)));
        assertTrue(String.valueOf(problem.getMessage()).contains("out of memory"));
    }

    @Test
    void closingTwiceIsHarmless() throws EngineException {
        var session = open(doubling());
        var x = floats(1);
        session.close();
        session.close();
        x.close();
        x.close();
        assertThrows(IllegalStateException.class, x::host);
    }

    @Test
    void closedSessionRefusesToRun() throws EngineException {
        var session = open(doubling());
        session.close();
        try (var x = floats(1)) {
            assertThrows(
                    IllegalStateException.class, () -> session.run(Map.of("x", x), Map.of("y", x)));
        }
    }

    @Test
    void closedRuntimeRefusesToAllocate() {
        var other = OrtRuntime.cpu();
        other.close();
        assertThrows(IllegalStateException.class, () -> other.allocate(DType.F32, Shape.of(1)));
    }

    private static Graph doubling() {
        var builder = new GraphBuilder("doubling");
        var x = builder.input("x", DType.F32, Dim.of("N"));
        builder.output("y", builder.root().add(x, x));
        return builder.build();
    }

    private Session open(Graph graph) throws EngineException {
        OnnxWriter.write(graph, folder);
        return runtime.open(folder.resolve(OnnxWriter.MODEL), ONE_THREAD);
    }

    private DeviceTensor floats(float... values) throws DeviceException {
        var tensor = runtime.allocate(DType.F32, Shape.of(values.length));
        tensor.host().data().copyFrom(MemorySegment.ofArray(values));
        return tensor;
    }
}
