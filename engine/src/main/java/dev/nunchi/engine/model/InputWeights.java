package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.ShapeException;
import dev.nunchi.engine.graph.Value;

import java.util.HashMap;
import java.util.Map;

/// Weights that every run brings along: one graph serves all layers of a form.
final class InputWeights implements WeightSource {
    private final GraphBuilder graph;
    private final Map<String, WeightForm> forms;
    private final Map<String, Value> weights = new HashMap<>();

    /// @param forms of all weights, by the names that the graph gives them
    InputWeights(GraphBuilder graph, Map<String, WeightForm> forms) {
        this.graph = graph;
        this.forms = forms;
    }

    @Override
    public Value tensor(Scope scope, String name) {
        var known = weights.get(name);
        if (known != null) {
            return known;
        }
        var value = assemble(scope, name, Dim.of(form(name).shape().dim(0)));
        weights.put(name, value);
        return value;
    }

    /// A matrix `[rows, K]` of which a run brings as many rows as it likes.
    Value rows(Scope scope, String name, Dim rows) {
        return assemble(scope, name, rows);
    }

    private Value assemble(Scope scope, String name, Dim rows) {
        var form = form(name);
        var parts =
                form.parts().stream()
                        .map(part -> input(name + part.suffix(), form, part, rows))
                        .toList();
        return form.assemble(scope, parts);
    }

    private Value input(String name, WeightForm form, WeightForm.Part part, Dim rows) {
        var type = form.typeOf(part, rows);
        return graph.input(name, type.dtype(), type.dims().toArray(Dim[]::new));
    }

    private WeightForm form(String name) {
        var form = forms.get(name);
        if (form == null) {
            throw new ShapeException("no form of " + name);
        }
        return form;
    }

    @Override
    public Value linear(Scope scope, String name, Value x) {
        var matrix = tensor(scope, name + ".weight");
        var product = scope.matMul(x, scope.transpose(matrix, 1, 0));
        String bias = name + ".bias";
        return forms.containsKey(bias) ? scope.add(product, tensor(scope, bias)) : product;
    }
}
