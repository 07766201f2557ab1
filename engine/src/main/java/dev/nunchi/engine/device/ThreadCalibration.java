package dev.nunchi.engine.device;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.onnx.OnnxWriter;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Finds with how many threads this machine decodes fastest.
///
/// Decoding reads all weights once a token, so the memory sets its speed, and that is often reached
/// with fewer threads than there are cores: more of them only wait, and take the window's core.
/// What is timed is one row times a matrix that no cache holds.
public final class ThreadCalibration {
    private static final int[] CANDIDATES = {1, 2, 3, 4, 6, 8, 12, 16};

    /// A gain of less than this is not worth another thread.
    private static final double WORTH = 0.05;

    private static final int HIDDEN = 2048;
    private static final int COLUMNS = 8192;
    private static final int RUNS = 6;
    private static final double NANOS = 1e9;

    private ThreadCalibration() {}

    /// One timing.
    @FunctionalInterface
    public interface Trial {
        /// How long the work takes, in seconds.
        double seconds(int threads) throws DeviceException;
    }

    /// Measures this machine: about a second, with 64 MiB of memory.
    ///
    /// @param folder that exists; a file of less than 1 KiB is written there
    /// @return `>= 1`
    public static int measure(Path folder) throws EngineException {
        OnnxWriter.write(product(), folder);
        try (var runtime = OrtRuntime.cpu();
                var row = runtime.allocate(DType.F32, Shape.of(1, HIDDEN));
                var matrix = runtime.allocate(DType.F32, Shape.of(HIDDEN, COLUMNS));
                var result = runtime.allocate(DType.F32, Shape.of(1, COLUMNS))) {
            var inputs = Map.of("row", row, "matrix", matrix);
            var outputs = Map.of("result", result);
            return choose(
                    Runtime.getRuntime().availableProcessors(),
                    threads -> {
                        try (var session = open(runtime, folder, threads)) {
                            return best(() -> session.run(inputs, outputs));
                        }
                    });
        }
    }

    /// The fewest threads that are as good as any, with one core left for the window. Of two cores
    /// none is left: that would cost half of the speed.
    ///
    /// @param cores `>= 1`
    public static int choose(int cores, Trial trial) throws DeviceException {
        int most = cores > 2 ? cores - 1 : cores;
        var seconds = new LinkedHashMap<Integer, Double>();
        for (int threads : CANDIDATES) {
            if (threads <= most) {
                seconds.put(threads, trial.seconds(threads));
            }
        }
        double least =
                seconds.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        return seconds.entrySet().stream()
                .filter(entry -> entry.getValue() <= least * (1 + WORTH))
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static Graph product() {
        var builder = new GraphBuilder("threads");
        var row = builder.input("row", DType.F32, Dim.of(1), Dim.of(HIDDEN));
        var matrix = builder.input("matrix", DType.F32, Dim.of(HIDDEN), Dim.of(COLUMNS));
        builder.output("result", builder.root().matMul(row, matrix));
        return builder.build();
    }

    private static Session open(InferenceRuntime runtime, Path folder, int threads)
            throws DeviceException {
        return runtime.open(folder.resolve(OnnxWriter.MODEL), Threads.forDecoding(threads));
    }

    @FunctionalInterface
    private interface Work {
        void run() throws DeviceException;
    }

    /// Other programs can only make a run longer: the shortest one tells.
    private static double best(Work work) throws DeviceException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best / NANOS;
    }
}
