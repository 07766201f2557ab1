package dev.nunchi.engine.graph.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.graph.ValueType;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import onnx.OnnxMl.ModelProto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class OnnxWriterTest {
    private static final int LARGE = 1000;

    @TempDir Path folder;

    @Test
    void smallGraphIsWrittenAsOnnxWantsIt() throws Exception {
        var builder = new GraphBuilder("tiny");
        var x = builder.input("x", DType.F32, Dim.of(1), Dim.of("S"), Dim.of(4));
        builder.output("y", builder.root().enter("block").softmax(x));
        OnnxWriter.write(builder.build(), folder);
        assertEquals(
                """
                ir_version: 10
                producer_name: "nunchi"
                graph {
                  node {
                    input: "x"
                    output: "y"
                    name: "/block/Softmax"
                    op_type: "Softmax"
                    attribute {
                      name: "axis"
                      i: -1
                      type: INT
                    }
                    domain: ""
                  }
                  name: "tiny"
                  input {
                    name: "x"
                    type {
                      tensor_type {
                        elem_type: 1
                        shape {
                          dim {
                            dim_value: 1
                          }
                          dim {
                            dim_param: "S"
                          }
                          dim {
                            dim_value: 4
                          }
                        }
                      }
                    }
                  }
                  output {
                    name: "y"
                    type {
                      tensor_type {
                        elem_type: 1
                        shape {
                          dim {
                            dim_value: 1
                          }
                          dim {
                            dim_param: "S"
                          }
                          dim {
                            dim_value: 4
                          }
                        }
                      }
                    }
                  }
                }
                opset_import {
                  domain: ""
                  version: 21
                }
                opset_import {
                  domain: "com.microsoft"
                  version: 1
                }
                """,
                read().toString());
    }

    @Test
    void largeWeightsLieAlignedInTheDataFile() throws Exception {
        OnnxWriter.write(adding(weight(1f), weight(2f)), folder);
        var second = read().getGraph().getInitializer(1);
        var entries = second.getExternalDataList();
        assertEquals("model.onnx.data", entries.get(0).getValue());
        assertEquals("4096", entries.get(1).getValue());
        assertEquals(Integer.toString(4 * LARGE), entries.get(2).getValue());
        var data = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("model.onnx.data")));
        assertEquals(2f, data.order(ByteOrder.LITTLE_ENDIAN).getFloat(4096 + 4 * (LARGE - 1)));
    }

    @Test
    void inputsThatAreAbsentAtTheEndAreLeftOut() throws Exception {
        var builder = new GraphBuilder("tiny");
        var x = builder.input("x", DType.F32, Dim.of(1), Dim.of(1), Dim.of(4), Dim.of(4));
        var kernel = builder.input("kernel", DType.F32, Dim.of(1), Dim.of(1), Dim.of(2), Dim.of(2));
        var form = new Scope.Convolution(1, 2, List.of(0L, 0L, 0L, 0L));
        builder.output("y", builder.root().conv(x, kernel, Value.ABSENT, form));
        OnnxWriter.write(builder.build(), folder);
        assertEquals(List.of("x", "kernel"), read().getGraph().getNode(0).getInputList());
    }

    @Test
    void progressEndsAtTheWhole() throws StorageException {
        var heard = new ArrayList<Long>();
        Progress progress = (_, done, total) -> heard.add(total - done);
        OnnxWriter.write(adding(weight(1f), weight(2f)), folder, progress);
        assertEquals(0, heard.getLast());
    }

    @Test
    void fullDiskLeavesNothing() throws IOException {
        var full = new FailingWeight("No space left on device");
        var problem =
                assertThrows(
                        StorageException.class,
                        () -> OnnxWriter.write(adding(weight(1f), full), folder));
        assertEquals(StorageException.Reason.DISK_FULL, problem.reason());
        try (var left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private ModelProto read() throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(folder.resolve(OnnxWriter.MODEL)));
    }

    private static Graph adding(Weight first, Weight second) {
        var builder = new GraphBuilder("adding");
        var x = builder.input("x", DType.F32, Dim.of(LARGE));
        var once = builder.root().add(x, builder.initializer("first", first));
        builder.output("y", builder.root().add(once, builder.initializer("second", second)));
        return builder.build();
    }

    private static Weight weight(float value) {
        var values = new float[LARGE];
        Arrays.fill(values, value);
        return Weight.of(Tensor.ofFloats(Shape.of(LARGE), values));
    }

    private record FailingWeight(String problem) implements Weight {
        @Override
        public ValueType type() {
            return ValueType.of(DType.F32, Dim.of(LARGE));
        }

        @Override
        public void writeTo(Sink sink) throws IOException {
            throw new IOException(problem);
        }
    }
}
