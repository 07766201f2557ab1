package dev.nunchi.engine.graph.onnx;

import com.google.protobuf.ByteString;

import dev.nunchi.engine.graph.Attribute;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.Node;
import dev.nunchi.engine.graph.Op;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.DType;

import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.AttributeProto.AttributeType;
import onnx.OnnxMl.GraphProto;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;
import onnx.OnnxMl.OperatorSetIdProto;
import onnx.OnnxMl.StringStringEntryProto;
import onnx.OnnxMl.TensorProto;
import onnx.OnnxMl.TensorProto.DataType;
import onnx.OnnxMl.TensorShapeProto;
import onnx.OnnxMl.TypeProto;
import onnx.OnnxMl.ValueInfoProto;

import java.util.List;

/// Graph parts as ONNX messages, but for the weights' bytes.
final class OnnxProtos {
    private static final int IR_VERSION = 10;
    private static final int OPSET = 21;
    private static final int MICROSOFT_OPSET = 1;

    private OnnxProtos() {}

    static ModelProto model(GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("nunchi")
                .addOpsetImport(opset(Op.Domain.STANDARD, OPSET))
                .addOpsetImport(opset(Op.Domain.MICROSOFT, MICROSOFT_OPSET))
                .setGraph(graph)
                .build();
    }

    private static OperatorSetIdProto opset(String domain, int version) {
        return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version).build();
    }

    /// All but the initializers.
    static GraphProto.Builder graph(Graph graph) {
        var proto = GraphProto.newBuilder().setName(graph.name());
        graph.inputs().forEach(input -> proto.addInput(valueInfo(input)));
        graph.outputs().forEach(output -> proto.addOutput(valueInfo(output)));
        graph.nodes().forEach(node -> proto.addNode(node(node)));
        return proto;
    }

    private static NodeProto node(Node node) {
        var proto =
                NodeProto.newBuilder()
                        .setName(node.name())
                        .setDomain(node.op().domain())
                        .setOpType(node.op().onnxName());
        given(node.inputs()).forEach(input -> proto.addInput(input.name()));
        node.outputs().forEach(output -> proto.addOutput(output.name()));
        node.attributes().forEach((name, value) -> proto.addAttribute(attribute(name, value)));
        return proto.build();
    }

    /// Without what is absent at the end. WebGPU's Conv takes an empty name for a bias and crashes.
    private static List<Value> given(List<Value> inputs) {
        int count = inputs.size();
        while (count > 0 && inputs.get(count - 1).equals(Value.ABSENT)) {
            count--;
        }
        return inputs.subList(0, count);
    }

    private static AttributeProto attribute(String name, Attribute attribute) {
        var proto = AttributeProto.newBuilder().setName(name);
        return switch (attribute) {
            case Attribute.Int(long value) -> proto.setType(AttributeType.INT).setI(value).build();
            case Attribute.Real(float value) ->
                    proto.setType(AttributeType.FLOAT).setF(value).build();
            case Attribute.Ints ints ->
                    proto.setType(AttributeType.INTS).addAllInts(ints.values()).build();
            case Attribute.Text(String value) ->
                    proto.setType(AttributeType.STRING)
                            .setS(ByteString.copyFromUtf8(value))
                            .build();
            case Attribute.Type(DType value) ->
                    proto.setType(AttributeType.INT).setI(dataType(value).getNumber()).build();
        };
    }

    private static ValueInfoProto valueInfo(Value value) {
        var shape = TensorShapeProto.newBuilder();
        value.type().dims().forEach(dim -> shape.addDim(dimension(dim)));
        var tensor =
                TypeProto.Tensor.newBuilder()
                        .setElemType(dataType(value.type().dtype()).getNumber())
                        .setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(value.name())
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private static TensorShapeProto.Dimension dimension(Dim dim) {
        var proto = TensorShapeProto.Dimension.newBuilder();
        return switch (dim) {
            case Dim.Known(long size) -> proto.setDimValue(size).build();
            case Dim.Symbol(String name) -> proto.setDimParam(name).build();
        };
    }

    /// An initializer's name, type and extents.
    static TensorProto.Builder tensor(Value value) {
        var proto =
                TensorProto.newBuilder()
                        .setName(value.name())
                        .setDataType(dataType(value.type().dtype()).getNumber());
        for (int axis = 0; axis < value.type().rank(); axis++) {
            proto.addDims(value.type().size(axis));
        }
        return proto;
    }

    static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static DataType dataType(DType dtype) {
        return switch (dtype) {
            case F32 -> DataType.FLOAT;
            case F16 -> DataType.FLOAT16;
            case BF16 -> DataType.BFLOAT16;
            case I64 -> DataType.INT64;
            case I32 -> DataType.INT32;
            case I8 -> DataType.INT8;
            case U8 -> DataType.UINT8;
            case U4 -> DataType.UINT4;
            case BOOL -> DataType.BOOL;
        };
    }
}
