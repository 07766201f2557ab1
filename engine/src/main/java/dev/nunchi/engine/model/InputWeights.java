package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.ShapeException;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.DType;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Weights that every run brings along: one graph serves all layers of a form.
final class InputWeights implements WeightSource {
    private final GraphBuilder graph;
    private final Map<String, WeightForm> forms;
    private final Optional<LoraConfig> lora;
    private final Lowering lowering;
    private final Map<String, Value> weights = new HashMap<>();

    /// @param forms of all weights, by the names that the graph gives them
    InputWeights(GraphBuilder graph, Map<String, WeightForm> forms) {
        this(graph, forms, Optional.empty());
    }

    /// @param lora what the graph's linear layers are updated with
    InputWeights(GraphBuilder graph, Map<String, WeightForm> forms, Optional<LoraConfig> lora) {
        this(graph, forms, lora, Lowering.FUSED);
    }

    /// The same of linear layers that nothing is added to.
    InputWeights(GraphBuilder graph, Map<String, WeightForm> forms, Lowering lowering) {
        this(graph, forms, Optional.empty(), lowering);
    }

    private InputWeights(
            GraphBuilder graph,
            Map<String, WeightForm> forms,
            Optional<LoraConfig> lora,
            Lowering lowering) {
        this.graph = graph;
        this.forms = forms;
        this.lora = lora;
        this.lowering = lowering;
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
        var product = product(scope, x, tensor(scope, name + ".weight"));
        var update = lora.filter(config -> isTarget(config, name));
        if (update.isPresent()) {
            product = scope.add(product, update(scope, name, update.get(), x));
        }
        String bias = name + ".bias";
        return forms.containsKey(bias) ? scope.add(product, tensor(scope, bias)) : product;
    }

    private Value product(Scope scope, Value x, Value matrix) {
        return switch (lowering) {
            case FUSED -> scope.matMulTransposed(1, x, matrix);
            case PLAIN -> scope.matMul(x, scope.transpose(matrix, 1, 0));
        };
    }

    private static boolean isTarget(LoraConfig config, String name) {
        return config.targets().stream().anyMatch(target -> name.endsWith(target.moduleName()));
    }

    /// `scale · B·(A·x)`.
    private Value update(Scope scope, String name, LoraConfig config, Value x) {
        var rank = Dim.of(config.rank());
        var outputs = Dim.of(form(name + ".weight").shape().dim(0));
        var a = graph.input(name + TrainingNames.LORA_A, DType.F32, rank, x.type().dim(-1));
        var b = graph.input(name + TrainingNames.LORA_B, DType.F32, outputs, rank);
        return scope.matMulTransposed((float) config.scale(), scope.matMulTransposed(1, x, a), b);
    }
}
