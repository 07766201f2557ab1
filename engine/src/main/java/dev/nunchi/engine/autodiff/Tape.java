package dev.nunchi.engine.autodiff;

import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Initializer;
import dev.nunchi.engine.graph.Node;
import dev.nunchi.engine.graph.Op;
import dev.nunchi.engine.graph.ShapeException;
import dev.nunchi.engine.graph.Value;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The forward graph's values within the backward graph: inputs where they were kept, else computed
/// again, and only as far as somebody asks for them.
final class Tape {
    private final GraphBuilder backward;
    private final Map<String, Node> producers = new HashMap<>();
    private final Map<String, Initializer> initializers;
    private final Set<String> given;
    private final Map<String, Value> values = new HashMap<>();

    /// @param kept outputs of the forward graph that are inputs of the backward graph
    Tape(Graph forward, GraphBuilder backward, List<String> kept) {
        this.backward = backward;
        forward.nodes().forEach(node -> node.outputs().forEach(v -> producers.put(v.name(), node)));
        initializers =
                forward.initializers().stream()
                        .collect(Collectors.toMap(i -> i.value().name(), i -> i));
        given = new HashSet<>(kept);
        forward.inputs().forEach(input -> given.add(input.name()));
    }

    Value value(Value forward) {
        if (forward.isAbsent()) {
            return forward;
        }
        var known = values.get(forward.name());
        if (known != null) {
            return known;
        }
        var value = bring(forward);
        values.put(forward.name(), value);
        return value;
    }

    private Value bring(Value forward) {
        if (given.contains(forward.name())) {
            var dims = forward.type().dims().toArray(Dim[]::new);
            return backward.input(forward.name(), forward.type().dtype(), dims);
        }
        var initializer = initializers.get(forward.name());
        return initializer == null
                ? copy(producer(forward), forward)
                : backward.initializer(forward.name(), initializer.weight());
    }

    private Value copy(Node node, Value wanted) {
        var operands = node.inputs().stream().map(this::value).toArray(Value[]::new);
        String folder = node.name().substring(0, node.name().lastIndexOf('/'));
        var scope = folder.isEmpty() ? backward.root() : backward.root().enter(folder.substring(1));
        return scope.add(node.op(), node.attributes(), operands)
                .get(node.outputs().indexOf(wanted));
    }

    private Node producer(Value forward) {
        var producer = producers.get(forward.name());
        if (producer == null) {
            throw new ShapeException("nothing makes " + forward);
        }
        return producer;
    }

    long[] integers(Value forward) {
        return Optional.ofNullable(initializers.get(forward.name()))
                .flatMap(initializer -> initializer.weight().integers())
                .orElseThrow(() -> new ShapeException(forward + " is no constant"));
    }

    /// What a value was before its two innermost axes were exchanged, if they were.
    Optional<Value> swapSource(Value forward) {
        return Optional.ofNullable(producers.get(forward.name()))
                .filter(Tape::isSwap)
                .map(node -> value(node.inputs().getFirst()));
    }

    private static boolean isSwap(Node node) {
        if (node.op() != Op.TRANSPOSE) {
            return false;
        }
        var perm = node.integers("perm").stream().mapToLong(Long::longValue).toArray();
        return Arrays.equals(perm, Adjoint.swap(perm.length));
    }
}
