package dev.nunchi.engine.graph;

import dev.nunchi.engine.tensor.DType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Collects the parts of one graph; nodes are added through a [Scope].
///
/// Types are inferred as nodes are added, so a mistake shows where it is made. Not thread-safe;
/// usable once.
public final class GraphBuilder {
    private final String name;
    private final List<Value> inputs = new ArrayList<>();
    private final Map<String, Value> outputs = new LinkedHashMap<>();
    private final Map<String, Initializer> initializers = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    public GraphBuilder(String name) {
        this.name = name;
    }

    /// The scope of names that start at `/`.
    public Scope root() {
        return new Scope(this, "");
    }

    public Value input(String inputName, DType dtype, Dim... dims) {
        var value = new Value(reserve(inputName), ValueType.of(dtype, dims));
        inputs.add(value);
        return value;
    }

    /// Makes a value an output of the graph under a name of its own.
    public void output(String outputName, Value value) {
        outputs.put(reserve(outputName), value);
    }

    /// A constant; a second call with the same name returns the first one's value.
    public Value initializer(String initializerName, Weight weight) {
        var known = initializers.get(initializerName);
        if (known != null) {
            return known.value();
        }
        var value = new Value(reserve(initializerName), weight.type());
        initializers.put(initializerName, new Initializer(value, weight));
        return value;
    }

    /// Closes the graph and verifies it.
    ///
    /// @throws ShapeException if the graph does not fit together
    public Graph build() {
        var renamed = new HashMap<String, Value>();
        outputs.forEach((outputName, value) ->
                renamed.put(value.name(), new Value(outputName, value.type())));
        if (renamed.size() != outputs.size()) {
            throw new ShapeException("one value is two outputs of " + name);
        }
        var graph =
                new Graph(
                        name,
                        inputs,
                        outputs.values().stream().map(v -> renamed.get(v.name())).toList(),
                        List.copyOf(initializers.values()),
                        nodes.stream().map(node -> rename(node, renamed)).toList());
        GraphVerifier.verify(graph);
        return graph;
    }

    List<Value> add(Op op, String nodeName, Map<String, Attribute> attributes, Value... operands) {
        String unique = claim(nodeName);
        var node = new Node(op, unique, Arrays.asList(operands), List.of(), attributes);
        var types = ShapeInference.infer(node, this::integersOf);
        var results = new ArrayList<Value>();
        for (int i = 0; i < types.size(); i++) {
            String valueName = unique + "/output_" + i;
            results.add(types.get(i).map(type -> new Value(valueName, type)).orElse(Value.ABSENT));
        }
        nodes.add(new Node(op, unique, node.inputs(), results, node.attributes()));
        return results;
    }

    private Optional<long[]> integersOf(Value value) {
        var initializer = initializers.get(value.name());
        return initializer == null ? Optional.empty() : initializer.weight().integers();
    }

    private static Node rename(Node node, Map<String, Value> renamed) {
        return new Node(
                node.op(),
                node.name(),
                node.inputs().stream().map(v -> renamed.getOrDefault(v.name(), v)).toList(),
                node.outputs().stream().map(v -> renamed.getOrDefault(v.name(), v)).toList(),
                node.attributes());
    }

    private String reserve(String wanted) {
        if (!names.add(wanted)) {
            throw new ShapeException("the name " + wanted + " is taken in " + name);
        }
        return wanted;
    }

    /// Names of inputs, outputs and initializers are promises to callers; those of nodes may give
    /// way.
    private String claim(String wanted) {
        String unique = wanted;
        for (int i = 1; !names.add(unique); i++) {
            unique = wanted + "_" + i;
        }
        return unique;
    }
}
