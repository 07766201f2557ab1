package dev.nunchi.engine.graph;

import java.util.List;
import java.util.stream.Collectors;

/// A graph as text, one node a line: for golden tests, logs and the cache key.
///
/// ```
/// graph projector(features: f32[1, I, 1280])
///   linear_1.weight: f32[1280, 1152]
///   /linear_1/MatMul/output_0: f32[1, I, 1152] = MatMul(features, linear_1.weight)
/// -> image_features: f32[1, I, 576]
/// ```
public final class GraphText {
    private GraphText() {}

    public static String of(Graph graph) {
        var text = new StringBuilder();
        text.append("graph ").append(graph.name()).append(typed(graph.inputs())).append('\n');
        graph.initializers().forEach(i -> text.append("  ").append(i.value()).append('\n'));
        graph.nodes().forEach(node -> text.append("  ").append(line(node)).append('\n'));
        return text.append("-> ")
                .append(
                        graph.outputs().stream()
                                .map(Value::toString)
                                .collect(Collectors.joining(", ")))
                .append('\n')
                .toString();
    }

    private static String line(Node node) {
        String results =
                node.outputs().stream().map(Value::toString).collect(Collectors.joining(", "));
        String operands =
                node.inputs().stream()
                        .map(v -> v.isAbsent() ? "_" : v.name())
                        .collect(Collectors.joining(", "));
        String attributes =
                node.attributes().entrySet().stream()
                        .map(a -> a.getKey() + "=" + a.getValue())
                        .collect(Collectors.joining(", "));
        return "%s = %s(%s)%s"
                .formatted(
                        results,
                        node.op().onnxName(),
                        operands,
                        attributes.isEmpty() ? "" : " {" + attributes + "}");
    }

    private static String typed(List<Value> values) {
        return values.stream().map(Value::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
