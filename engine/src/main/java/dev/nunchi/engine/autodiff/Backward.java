package dev.nunchi.engine.autodiff;

import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Initializer;
import dev.nunchi.engine.graph.Node;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.ShapeException;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.graph.ValueType;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Reverse-mode differentiation: the vector–Jacobian product of a graph as a graph.
///
/// ```
/// forward:  x, w ─────────────────────► y
/// backward: x, w, kept…, grad.y ──────► grad.x
/// ```
///
/// Nodes are visited from last to first; each turns the gradient of its output into those of its
/// inputs by its [GradientRule], and gradients of a value that is used twice are added. Forward
/// values that rules ask for are inputs if they were kept and are computed again if not. Source:
/// Griewank and Walther, *Evaluating Derivatives*, §3.2.
public final class Backward {
    private final Graph forward;
    private final GraphBuilder graph;
    private final Tape tape;
    private final Map<String, Value> gradients = new HashMap<>();

    /// Values that are inputs or outputs already.
    private final Set<String> taken = new HashSet<>();

    private Backward(Graph forward, List<String> kept) {
        this.forward = forward;
        graph = new GraphBuilder(forward.name() + "_backward");
        tape = new Tape(forward, graph, kept);
    }

    /// The name of a value's gradient among the backward graph's inputs and outputs.
    public static String gradientOf(String value) {
        return "grad." + value;
    }

    /// Gradients from the inputs alone: all that rules need is computed again.
    public static Graph of(Graph forward, List<String> wanted, List<String> seeds) {
        return of(forward, wanted, seeds, List.of());
    }

    /// Builds the graph of gradients and verifies it.
    ///
    /// Its inputs are the gradients of `seeds` and those of the forward graph's inputs and kept
    /// values that it needs; its outputs are the gradients of `wanted`, in that order.
    ///
    /// @param wanted inputs or initializers of the forward graph
    /// @param seeds outputs of the forward graph that the result depends on
    /// @param kept outputs of the forward graph that are at hand in the backward pass
    /// @throws ShapeException if an op on the way has no rule, or no way leads from `wanted` to
    ///   `seeds`
    public static Graph of(
            Graph forward, List<String> wanted, List<String> seeds, List<String> kept) {
        return new Backward(forward, kept).build(wanted, seeds);
    }

    private Graph build(List<String> wanted, List<String> seeds) {
        for (var output : forward.outputs()) {
            if (seeds.contains(output.name())) {
                var dims = output.type().dims().toArray(Dim[]::new);
                String name = gradientOf(output.name());
                gradients.put(output.name(), graph.input(name, output.type().dtype(), dims));
                taken.add(name);
            }
        }
        var active = active(wanted);
        for (var node : forward.nodes().reversed()) {
            var gradient = gradients.get(node.outputs().getFirst().name());
            if (gradient != null && isActive(node, active)) {
                propagate(node, gradient, active);
            }
        }
        wanted.forEach(this::output);
        return graph.build();
    }

    /// The values that depend on the wanted ones.
    private Set<String> active(List<String> wanted) {
        var active = new HashSet<>(wanted);
        for (var node : forward.nodes()) {
            if (isActive(node, active)) {
                node.outputs().forEach(output -> active.add(output.name()));
            }
        }
        return active;
    }

    private static boolean isActive(Node node, Set<String> active) {
        return node.inputs().stream().anyMatch(input -> active.contains(input.name()));
    }

    private void propagate(Node node, Value gradient, Set<String> active) {
        var scope = graph.root().enter("grad" + node.name());
        var adjoint = new Adjoint(tape, scope, node, gradient);
        var rules = GradientRules.of(node).inputs(scope, adjoint);
        for (int i = 0; i < node.inputs().size(); i++) {
            var input = node.inputs().get(i);
            if (active.contains(input.name())) {
                if (i >= rules.size()) {
                    throw new ShapeException(node.name() + " has no gradient of " + input);
                }
                accumulate(scope, input.name(), rules.get(i).get());
            }
        }
    }

    private void accumulate(Scope scope, String name, Value gradient) {
        gradients.merge(name, gradient, scope::add);
    }

    private void output(String name) {
        var gradient = gradients.get(name);
        if (gradient == null) {
            throw new ShapeException(forward.name() + " does not depend on " + name);
        }
        var scope = graph.root().enter("grad");
        var whole = Adjoint.expanded(scope, gradient, typeOf(name));
        graph.output(gradientOf(name), taken.add(whole.name()) ? whole : scope.identity(whole));
    }

    private ValueType typeOf(String name) {
        var constants = forward.initializers().stream().map(Initializer::value);
        return Stream.concat(forward.inputs().stream(), constants)
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ShapeException(forward.name() + " is not given " + name))
                .type();
    }
}
