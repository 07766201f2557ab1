package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.DType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// The graphs that a training step is driven through, piece by piece, with weights as inputs.
///
/// ```
/// vision_rows ─ projector ─► image_features
/// hidden ─ layer ─► hidden_out                      one graph for all layers of a form
/// hidden ─ final_norm ─► hidden_out                 the rows before targets only
/// hidden ─ head ─► maximum, sum, weighted           some rows of the vocabulary a run
/// ```
///
/// A graph of the whole model would not do: recomputation within one graph is undone by the
/// elimination of common subexpressions, and its peak memory grows with the layers. Sequences are
/// padded on the right, so the causal bias alone keeps padding out of sight.
public final class TrainingGraphs {
    private static final String LAYER = "model.layer";
    private static final String NORM = "model.norm";
    private static final String HEAD = "lm_head.weight";

    private final Checkpoint checkpoint;
    private final LanguageConfig config;
    private final Precision precision;

    /// @param precision how frozen weights enter the graphs: as float32, or as the file's blocks
    public TrainingGraphs(Checkpoint checkpoint, Precision precision) {
        this.checkpoint = checkpoint;
        this.config = checkpoint.config().language();
        this.precision = precision;
    }

    /// The formats of a layer's weights. Layers of equal forms share a graph.
    public record LayerForm(Map<String, String> formats) {
        public LayerForm {
            formats = Map.copyOf(formats);
        }
    }

    public LayerForm layerForm(int layer) throws CheckpointException {
        var formats = new LinkedHashMap<String, String>();
        layerForms(layer).forEach((name, form) -> formats.put(name, form.format().name()));
        return new LayerForm(formats);
    }

    /// The inputs that carry a layer's weights.
    public List<WeightInput> layerWeights(int layer) throws CheckpointException {
        var inputs = new ArrayList<WeightInput>();
        for (var entry : layerForms(layer).entrySet()) {
            var tensor = checkpoint.tensor(entry.getKey().replace(LAYER, LAYER + "s." + layer));
            inputs.addAll(WeightInput.of(entry.getKey(), tensor, entry.getValue()));
        }
        return inputs;
    }

    /// The graph of a layer and all others of its form.
    public Graph layer(int layer, ActivationMemory memory) throws CheckpointException {
        var graph = new GraphBuilder("layer_" + layer);
        var tokens = Dim.of("S");
        var hidden = graph.input(TrainingNames.HIDDEN, DType.F32, Dim.of("B"), tokens, width());
        var positions = graph.input(TrainingNames.POSITION_IDS, DType.I64, Dim.of(1), tokens);
        var bias =
                graph.input(
                        TrainingNames.ATTENTION_BIAS,
                        DType.F32,
                        Dim.of(1),
                        Dim.of(1),
                        tokens,
                        tokens);
        var rotation = Rotation.at(graph, RotaryTable.of(config), positions);
        var weights = new InputWeights(graph, layerForms(layer));
        var form = new PlainLayer(config, weights, rotation, bias);
        var out =
                switch (memory) {
                    case RECOMPUTE -> form.apply(graph.root(), LAYER, hidden, fresh -> fresh);
                    case KEEP -> form.apply(graph.root(), LAYER, hidden, new Keeping(graph));
                };
        graph.output(TrainingNames.HIDDEN_OUT, out);
        return graph.build();
    }

    /// Makes what a layer wants kept an output.
    private record Keeping(GraphBuilder graph) implements PlainLayer.Memory {
        @Override
        public PlainLayer.KeysAndValues extend(PlainLayer.KeysAndValues fresh) {
            return fresh;
        }

        @Override
        public Value keep(String name, Value value) {
            graph.output(TrainingNames.kept(name), value);
            return value;
        }
    }

    private Dim width() {
        return Dim.of(config.hiddenSize());
    }

    private SequencedMap<String, WeightForm> layerForms(int layer) throws CheckpointException {
        var forms = new LinkedHashMap<String, WeightForm>();
        String stored = LAYER + "s." + layer;
        for (String name : layerTensors().toList()) {
            var tensor = checkpoint.find(stored + name);
            if (tensor.isPresent() || !name.endsWith(".bias")) {
                forms.put(LAYER + name, WeightForm.of(checkpoint.tensor(stored + name), precision));
            }
        }
        return forms;
    }

    private static Stream<String> layerTensors() {
        var norms = Stream.of(".input_layernorm", ".post_attention_layernorm");
        var linears =
                Stream.concat(
                        Stream.of("q", "k", "v", "o").map(name -> ".self_attn." + name + "_proj"),
                        Stream.of("gate", "up", "down").map(name -> ".mlp." + name + "_proj"));
        return Stream.concat(norms, linears)
                .flatMap(name -> Stream.of(name + ".weight", name + ".bias"));
    }

    /// The norm behind the last layer.
    public Graph finalNorm() throws CheckpointException {
        var graph = new GraphBuilder("final_norm");
        var hidden = graph.input(TrainingNames.HIDDEN, DType.F32, Dim.of("rows"), width());
        var weights = new InputWeights(graph, normForms());
        var norm = new DecoderNorm(config.form().norm(), weights);
        graph.output(TrainingNames.HIDDEN_OUT, norm.apply(graph.root(), NORM, hidden));
        return graph.build();
    }

    public List<WeightInput> finalNormWeights() throws CheckpointException {
        var inputs = new ArrayList<WeightInput>();
        for (var entry : normForms().entrySet()) {
            var tensor = checkpoint.tensor(entry.getKey());
            inputs.addAll(WeightInput.of(entry.getKey(), tensor, entry.getValue()));
        }
        return inputs;
    }

    private SequencedMap<String, WeightForm> normForms() throws CheckpointException {
        var forms = new LinkedHashMap<String, WeightForm>();
        var bias = config.form().norm().kind().hasBias() ? List.of(".bias") : List.<String>of();
        for (String name : Stream.concat(Stream.of(".weight"), bias.stream()).toList()) {
            forms.put(NORM + name, WeightForm.of(checkpoint.tensor(NORM + name), precision));
        }
        return forms;
    }

    /// A piece of the head and of its gradient: with `l = h·Wᵀ` over some rows of the vocabulary,
    /// `m = max l`, `Σ exp(l − m)` and `Σ exp(l − m)·W`.
    ///
    /// Pieces add up to the softmax's denominator and to the gradient `softmax(l)·W` of the hidden
    /// state, one after another, as attention is computed in
    /// [FlashAttention](https://arxiv.org/abs/2205.14135). No logits of the whole vocabulary and no
    /// one-hot matrix ever exist.
    public Graph head() throws CheckpointException {
        var graph = new GraphBuilder("head");
        var scope = graph.root().enter("lm_head");
        var hidden = graph.input(TrainingNames.HIDDEN, DType.F32, Dim.of("rows"), width());
        var weights = new InputWeights(graph, Map.of(HEAD, headForm()));
        var matrix = weights.rows(scope, HEAD, Dim.of("V"));
        var logits = scope.matMul(hidden, scope.transpose(matrix, 1, 0));
        var maximum = scope.reduceMax(logits, -1);
        var exponentials = scope.exp(scope.sub(logits, maximum));
        graph.output(TrainingNames.MAXIMUM, maximum);
        graph.output(TrainingNames.SUM, scope.unsqueeze(scope.reduceSum(exponentials, -1), 1));
        graph.output(TrainingNames.WEIGHTED, scope.matMul(exponentials, matrix));
        return graph.build();
    }

    /// The inputs that carry the rows `from..to` of the head.
    public List<WeightInput> headWeights(int from, int to) throws CheckpointException {
        return WeightInput.ofRows(HEAD, checkpoint.tensor(headName()), headForm(), from, to);
    }

    private WeightForm headForm() throws CheckpointException {
        return WeightForm.of(checkpoint.tensor(headName()), precision);
    }

    /// The head's tensor in the checkpoint: the embedding table where it is tied.
    public String headName() {
        return config.tiedHead() ? "model.embed_tokens.weight" : HEAD;
    }

    /// The projector with its parameters as inputs: [TrainingNames#VISION_ROWS] to
    /// [Projector#IMAGE_FEATURES] `[rows, D]`.
    ///
    /// @throws java.util.NoSuchElementException if the model has no projector
    public Graph projector() throws CheckpointException {
        var projector = checkpoint.config().projector().orElseThrow();
        var graph = new GraphBuilder("projector");
        var rows =
                graph.input(
                        TrainingNames.VISION_ROWS,
                        DType.F32,
                        Dim.of("rows"),
                        Dim.of(projector.inputSize()));
        var forms = new LinkedHashMap<String, WeightForm>();
        for (var input : projectorWeights()) {
            forms.put(
                    input.name(),
                    WeightForm.of(checkpoint.tensor(input.name()), Precision.FLOAT32));
        }
        var scope = graph.root().enter("multi_modal_projector");
        var weights = new InputWeights(graph, forms);
        graph.output(
                Projector.IMAGE_FEATURES,
                Projector.project(scope, weights, projector, Lowering.PLAIN, rows));
        return graph.build();
    }

    /// The projector's parameters in float32, under their names in the checkpoint; none if the
    /// model has no projector.
    public List<WeightInput> projectorWeights() throws CheckpointException {
        var inputs = new ArrayList<WeightInput>();
        var names =
                checkpoint.tensors().keySet().stream().filter(n -> n.startsWith(Projector.NAME));
        for (String name : names.sorted().toList()) {
            var tensor = checkpoint.tensor(name);
            var form = WeightForm.of(tensor, Precision.FLOAT32);
            inputs.addAll(WeightInput.of(name, tensor, form));
        }
        return inputs;
    }
}
