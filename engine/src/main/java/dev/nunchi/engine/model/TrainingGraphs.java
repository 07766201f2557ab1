package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// The graphs that a training step is driven through, piece by piece, with weights as inputs.
///
/// ```
/// vision_rows ─ projector ─► image_features
/// hidden ─ layer ─► hidden_out                      one graph for all layers of a form
/// hidden, places ─ last_layer ─► hidden_out         the rows before targets only
/// hidden ─ final_norm ─► hidden_out
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
    private static final String EMBEDDING = "model.embed_tokens.weight";

    private final Checkpoint checkpoint;
    private final LanguageConfig config;
    private final Precision precision;
    private final Optional<LoraConfig> lora;

    /// @param precision how the language model's weights enter the graphs: as float32, or as the
    ///   file's blocks
    /// @param lora the update of its layers, whose factors enter as inputs too
    public TrainingGraphs(Checkpoint checkpoint, Precision precision, Optional<LoraConfig> lora) {
        this.checkpoint = checkpoint;
        this.config = checkpoint.config().language();
        this.precision = precision;
        this.lora = lora;
    }

    /// The checkpoint's name of a layer's weight or factor.
    ///
    /// @param input what the graph that all layers share calls it
    public static String nameOf(String input, int layer) {
        return input.replace(LAYER, LAYER + "s." + layer);
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
            var tensor = checkpoint.tensor(nameOf(entry.getKey(), layer));
            inputs.addAll(WeightInput.of(entry.getKey(), tensor, entry.getValue()));
        }
        return inputs;
    }

    /// The inputs that carry the factors of a layer's update, with their shapes: `A [r, in]` and `B
    /// [out, r]` of each target. Layers of a form have the same.
    public SequencedMap<String, Shape> factors(int layer) throws CheckpointException {
        var factors = new LinkedHashMap<String, Shape>();
        if (lora.isPresent()) {
            long rank = lora.get().rank();
            for (var target : lora.get().targets()) {
                var matrix = checkpoint.tensor(target.moduleName(layer) + ".weight").shape();
                String module = LAYER + target.moduleName();
                factors.put(module + TrainingNames.LORA_A, Shape.of(rank, matrix.dim(1)));
                factors.put(module + TrainingNames.LORA_B, Shape.of(matrix.dim(0), rank));
            }
        }
        return factors;
    }

    /// The graph of a layer and all others of its form.
    public Graph layer(int layer, ActivationMemory memory) throws CheckpointException {
        return layer(new GraphBuilder("layer_" + layer), layer, memory, Optional.empty());
    }

    /// The graph of the last layer: its output is wanted for the rows `[rows, D]` before targets
    /// only, which [TrainingNames#PLACES] name.
    public Graph lastLayer(ActivationMemory memory) throws CheckpointException {
        var graph = new GraphBuilder("last_layer");
        var places = graph.input(TrainingNames.PLACES, DType.I64, Dim.of("rows"), Dim.of(2));
        return layer(graph, config.numLayers() - 1, memory, Optional.of(places));
    }

    private Graph layer(
            GraphBuilder graph, int layer, ActivationMemory memory, Optional<Value> places)
            throws CheckpointException {
        var tokens = Dim.of("S");
        var hidden = graph.input(TrainingNames.HIDDEN, DType.F32, Dim.of("B"), tokens, width());
        var weights = new InputWeights(graph, layerForms(layer), lora);
        var form =
                new TrainingLayer(
                        config, weights, surroundings(graph), new KeptOutputs(graph, memory));
        graph.output(TrainingNames.HIDDEN_OUT, form.apply(graph.root(), LAYER, hidden, places));
        return graph.build();
    }

    /// As [#layer] for batches of one, with an output [TrainingNames#moments] for each
    /// [MatrixInput] of whole blocks.
    public Graph observedLayer(int layer) throws CheckpointException {
        var graph = new GraphBuilder("observed_layer");
        var tokens = Dim.of("S");
        var hidden = graph.input(TrainingNames.HIDDEN, DType.F32, Dim.of(1), tokens, width());
        var watched = new ObservedWeights(graph, new InputWeights(graph, layerForms(layer), lora));
        var form = new TrainingLayer(config, watched, surroundings(graph), watched);
        var out = form.apply(graph.root(), LAYER, hidden, Optional.empty());
        graph.output(TrainingNames.HIDDEN_OUT, out);
        return graph.build();
    }

    private TrainingLayer.Surroundings surroundings(GraphBuilder graph) {
        var tokens = Dim.of("S");
        var one = Dim.of(1);
        var rows = Dim.of(config.numHeads() / config.numKvHeads()).times(tokens);
        var pairs = Dim.of(config.rope().dims() / 2);
        return new TrainingLayer.Surroundings(
                graph.input(TrainingNames.ATTENTION_BIAS, DType.F32, one, one, rows, tokens),
                graph.input(TrainingNames.COS, DType.F32, tokens, pairs),
                graph.input(TrainingNames.SIN, DType.F32, tokens, pairs));
    }

    /// What layers are given besides their input and weights, by name: for each [#biasName] the
    /// bias that lets each position see itself and those before it, and the angles of positions.
    ///
    /// @param length `S`
    public Map<String, Tensor> surroundings(int length) {
        var table = RotaryTable.of(config, length);
        var around = new LinkedHashMap<String, Tensor>();
        around.put(TrainingNames.COS, table.cos());
        around.put(TrainingNames.SIN, table.sin());
        for (int i = 0; i < config.numLayers(); i++) {
            var window = CausalBias.window(config, i);
            around.computeIfAbsent(biasName(i), _ -> bias(length, window));
        }
        return around;
    }

    /// Which of the [#surroundings] a layer is given as [TrainingNames#ATTENTION_BIAS].
    public String biasName(int layer) {
        return CausalBias.window(config, layer).isPresent()
                ? TrainingNames.WINDOW_BIAS
                : TrainingNames.ATTENTION_BIAS;
    }

    /// The bias of one head for every head of a group.
    private Tensor bias(int length, OptionalInt window) {
        int perGroup = config.numHeads() / config.numKvHeads();
        var one = CausalBias.of(0, length, window).toFloats();
        var values = new float[Math.multiplyExact(perGroup, one.length)];
        for (int i = 0; i < perGroup; i++) {
            System.arraycopy(one, 0, values, i * one.length, one.length);
        }
        return Tensor.ofFloats(Shape.of(1, 1, (long) perGroup * length, length), values);
    }

    /// Makes what a layer wants kept an output.
    private record KeptOutputs(GraphBuilder graph, ActivationMemory memory)
            implements TrainingLayer.Memory {
        @Override
        public Value keep(String name, Value value) {
            graph.output(TrainingNames.kept(name), value);
            return value;
        }

        @Override
        public Value keepLarge(String name, Value value) {
            return switch (memory) {
                case KEEP -> keep(name, value);
                case RECOMPUTE -> value;
            };
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
        graph.output(
                TrainingNames.HIDDEN_OUT,
                TrainingLayer.norm(graph.root(), config, weights, NORM, hidden));
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
        var logits = scope.matMulTransposed(1, hidden, matrix);
        graph.output(TrainingNames.LOGITS, logits);
        var maximum = scope.reduceMax(logits, -1);
        var exponentials = scope.exp(scope.sub(logits, maximum));
        graph.output(TrainingNames.MAXIMUM, maximum);
        graph.output(TrainingNames.SUM, scope.unsqueeze(scope.reduceSum(exponentials, -1), 1));
        graph.output(TrainingNames.WEIGHTED, scope.matMul(exponentials, matrix));
        return graph.build();
    }

    /// The gradient of a piece of the head, but for what targets add to it: `softmax(l)ᵀ · h`.
    public Graph headGradient() throws CheckpointException {
        var graph = new GraphBuilder("head_gradient");
        var scope = graph.root().enter("lm_head");
        var rows = Dim.of("rows");
        var hidden = graph.input(TrainingNames.HIDDEN, DType.F32, rows, width());
        var logSum = graph.input(TrainingNames.LOG_SUM, DType.F32, rows, Dim.of(1));
        var weights = new InputWeights(graph, Map.of(HEAD, headForm()));
        var matrix = weights.rows(scope, HEAD, Dim.of("V"));
        var logits = scope.matMulTransposed(1, hidden, matrix);
        var probabilities = scope.exp(scope.sub(logits, logSum));
        graph.output(TrainingNames.HEAD_GRADIENT, scope.transposedMatMul(1, probabilities, hidden));
        return graph.build();
    }

    /// The inputs that carry the rows `from..to` of the head.
    public List<WeightInput> headWeights(int from, int to) throws CheckpointException {
        return WeightInput.ofRows(HEAD, checkpoint.tensor(headName()), headForm(), from, to);
    }

    /// All rows of a head that is not tied, in float32, under its name in the checkpoint.
    public WeightInput headMatrix() throws CheckpointException {
        var matrix = checkpoint.tensor(HEAD);
        return WeightInput.of(HEAD, matrix, WeightForm.of(matrix, Precision.FLOAT32)).getFirst();
    }

    private WeightForm headForm() throws CheckpointException {
        return WeightForm.of(checkpoint.tensor(headName()), precision);
    }

    /// The embedding table in float32, under its name in the checkpoint.
    public WeightInput embeddingTable() throws CheckpointException {
        var table = checkpoint.tensor(EMBEDDING);
        return WeightInput.of(EMBEDDING, table, WeightForm.of(table, Precision.FLOAT32)).getFirst();
    }

    /// The head's tensor in the checkpoint: the embedding table where it is tied.
    public String headName() {
        return config.tiedHead() ? EMBEDDING : HEAD;
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
