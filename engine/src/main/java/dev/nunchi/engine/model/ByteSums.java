package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Op;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.runtime.Constants;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Whether a processor adds products of bytes up exactly.
///
/// x86 processors with AVX2 or AVX-512 but without VNNI add two products of a uint8 and an int8 in
/// 16 bits, where the largest do not fit: ONNX Runtime's
/// [documentation](https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html)
/// advises against such products there. Asked by computing the largest, not by the processor's
/// name.
public final class ByteSums {
    private static final String INPUT = "x";
    private static final String OUTPUT = "y";
    private static final int INPUTS = 64;
    private static final int OUTPUTS = 16;

    /// What rounding leaves of an exact sum; saturated ones are half as large.
    private static final float TOLERANCE = 0.01f;

    private ByteSums() {}

    /// A product whose operands are as large as bytes can be; for [#areExact].
    public static Graph question() {
        var graph = new GraphBuilder("byte_sums");
        var x = graph.input(INPUT, DType.F32, Dim.of(1), Dim.of(1), Dim.of(INPUTS));
        var rows = Tensor.ofFloats(Shape.of(OUTPUTS, INPUTS), spikes(OUTPUTS));
        var matrix =
                new MatrixRows(
                        List.of(
                                StoredTensor.of(
                                        "ones", TensorFormat.F32, rows.shape(), rows.data())));
        graph.output(OUTPUT, new ByteProduct(matrix).apply(graph.root(), "ones", x));
        return graph.build();
    }

    /// Runs the [#question].
    ///
    /// @throws DeviceException if the device failed
    public static boolean areExact(InferenceRuntime runtime, Session question)
            throws DeviceException {
        try (var x = runtime.stage(DType.F32, Shape.of(1, 1, INPUTS));
                var y = runtime.stage(DType.F32, Shape.of(1, 1, OUTPUTS))) {
            x.fill(Tensor.ofFloats(x.shape(), spikes(1)));
            question.run(Map.of(INPUT, x), Map.of(OUTPUT, y));
            for (float sum : y.host().toFloats()) {
                if (!(Math.abs(sum - INPUTS) <= TOLERANCE * INPUTS)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// Rows that are ones once they are turned.
    private static float[] spikes(int rows) {
        var values = new float[rows * INPUTS];
        var row = new float[INPUTS];
        Arrays.fill(row, 1);
        Hadamard.of(INPUTS).apply(row);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(row, 0, values, i * INPUTS, INPUTS);
        }
        return values;
    }

    /// How a graph is loaded: products of bytes take weights as they lie in the file.
    public static Constants constants(Graph graph) {
        boolean bytes =
                graph.nodes().stream().anyMatch(node -> node.op() == Op.MATMUL_INTEGER_TO_FLOAT);
        return bytes ? Constants.MAP : Constants.FOLD;
    }
}
