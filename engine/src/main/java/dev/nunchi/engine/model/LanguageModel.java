package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.DType;

import java.util.Map;
import java.util.Optional;

/// The decoder of a Llama: embeddings of new tokens and a KV cache in, logits and the cache out.
///
/// Touvron et al., [LLaMA](https://arxiv.org/abs/2302.13971): pre-norm layers with RMSNorm, rotary
/// grouped-query attention and a SiLU-gated MLP. Inputs and outputs are in [DecoderNames]; the
/// embedding is a look-up outside ([TokenEmbedding]), so that rows of pictures can stand between
/// those of words.
public final class LanguageModel {
    /// Rotary tables are constants; longer contexts would make them larger than small models.
    private static final int LONGEST_CONTEXT = 32_768;

    private static final int FUSED_HEAD_MULTIPLE = 8;
    private static final int FUSED_ROTARY_MULTIPLE = 16;

    private LanguageModel() {}

    /// Positions that the built graph has.
    public static int contextLength(LanguageConfig config) {
        return Math.min(config.contextLength(), LONGEST_CONTEXT);
    }

    /// The form that the decoder is built in where `wanted` is asked for: ONNX Runtime's fused
    /// attention takes heads in multiples of 8 only.
    public static Lowering lowering(LanguageConfig config, Lowering wanted) {
        return config.headDim() % FUSED_HEAD_MULTIPLE == 0 ? wanted : Lowering.PLAIN;
    }

    /// Whether the graph has the input [DecoderNames#POSITION_IDS].
    public static boolean takesPositions(LanguageConfig config, Lowering lowering) {
        return lowering(config, lowering) == Lowering.PLAIN
                || config.headDim() % FUSED_ROTARY_MULTIPLE != 0
                || config.rope().dims() < config.headDim();
    }

    /// @throws CheckpointException if a tensor is missing or of another shape
    public static Graph build(Checkpoint checkpoint, BuildOptions options)
            throws CheckpointException {
        var graph = new GraphBuilder("decoder");
        return build(
                checkpoint.config().language(), graph, new Weights(checkpoint, options), options);
    }

    /// The same with a low-rank update of every linear layer as inputs, see [DecoderNames#loraA]
    /// and [LoraGroup#of]. Larger and slower than the plain one: for answers with adapters.
    ///
    /// @throws CheckpointException as above
    public static Graph buildAdaptable(Checkpoint checkpoint, BuildOptions options)
            throws CheckpointException {
        var graph = new GraphBuilder("adaptable_decoder");
        var weights = new Weights(checkpoint, options, Optional.of(new LoraInputs(graph)));
        return build(checkpoint.config().language(), graph, weights, options);
    }

    /// The same with a low-rank update of some linear layers as part of the model.
    ///
    /// @param factors by the name of the [LoraGroup]
    /// @throws CheckpointException as above
    public static Graph buildAdapted(
            Checkpoint checkpoint, BuildOptions options, Map<String, LoraGroup.Factors> factors)
            throws CheckpointException {
        var graph = new GraphBuilder("adapted_decoder");
        var weights = new Weights(checkpoint, options, Optional.of(new LoraConstants(factors)));
        return build(checkpoint.config().language(), graph, weights, options);
    }

    private static Graph build(
            LanguageConfig config, GraphBuilder graph, Weights weights, BuildOptions options)
            throws CheckpointException {
        var lowering = lowering(config, options.lowering());
        var embeddings =
                graph.input(
                        DecoderNames.INPUTS_EMBEDS,
                        DType.F32,
                        lowering == Lowering.FUSED ? DecoderNames.BATCH : Dim.of(1),
                        Dim.of("S"),
                        Dim.of(config.hiddenSize()));
        var positions = graph.input(DecoderNames.LOGIT_POSITIONS, DType.I64, Dim.of("L"));
        var model = graph.root().enter("model");
        var hidden =
                switch (lowering) {
                    case PLAIN ->
                            new PlainDecoder(config, weights, graph).layers(model, embeddings);
                    case FUSED ->
                            new FusedDecoder(config, weights, graph).layers(model, embeddings);
                };
        var wanted = graph.root().gather(hidden, positions, 1);
        graph.output(
                DecoderNames.LOGITS, head(graph.root().enter("lm_head"), weights, wanted, config));
        return graph.build();
    }

    private static Value head(Scope scope, Weights weights, Value hidden, LanguageConfig config)
            throws CheckpointException {
        String name = config.tiedHead() ? "model.embed_tokens.weight" : "lm_head.weight";
        return weights.matMul(scope, "lm_head", weights.stored(name), hidden);
    }
}
