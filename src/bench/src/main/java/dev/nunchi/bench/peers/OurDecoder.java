package dev.nunchi.bench.peers;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Decoder;
import dev.nunchi.engine.graph.onnx.OnnxWriter;
import dev.nunchi.engine.model.AnsweringMemory;
import dev.nunchi.engine.model.DecoderNames;
import dev.nunchi.engine.model.LanguageModel;
import dev.nunchi.engine.model.ReaderForm;
import dev.nunchi.engine.model.TokenEmbedding;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.SwitchedSession;
import dev.nunchi.engine.runtime.Threads;

import java.util.List;
import java.util.Random;

/// The engine's decoder as `Generator` drives it, on random tokens, which is what `llama-bench`
/// reads: chunks of a prompt with the logits of the last token, then token after token. Nothing is
/// sampled.
final class OurDecoder implements Contender {
    private final TokenEmbedding embedding;
    private final Session session;
    private final Decoder decoder;
    private final Random random = new Random(1);

    /// @param model outlives this
    OurDecoder(Compiled model) throws EngineException {
        var checkpoint = model.checkpoint();
        embedding = new TokenEmbedding(checkpoint);
        var threads = Threads.forDecoding(Threads.ofThisMachine());
        var writer = model.load(LanguageModel.build(checkpoint, Compiled.OPTIONS), threads);
        var graph = LanguageModel.build(checkpoint, model.manyRows());
        session =
                ReaderForm.pays(checkpoint.config().language())
                                && ReaderForm.fits(OnnxWriter.bytes(List.of(graph)))
                        ? new SwitchedSession(
                                writer,
                                model.load(graph, Threads.forSingleRuns()),
                                DecoderNames.INPUTS_EMBEDS,
                                ReaderForm.LEAST_TOKENS)
                        : writer;
        decoder =
                new Decoder(
                        model.runtime(),
                        session,
                        checkpoint.config().language(),
                        Compiled.OPTIONS.lowering());
    }

    @Override
    public String name() {
        return "Nunchi";
    }

    @Override
    public double measure(Work work) throws EngineException {
        return switch (work) {
            case Work.Prefill(int tokens) -> {
                prefill(tokens);
                long start = System.nanoTime();
                prefill(tokens);
                yield perSecond(tokens, start);
            }
            case Work.Decode(int context) -> {
                prefill(context);
                read(1);
                decoder.truncate(context);
                long start = System.nanoTime();
                for (int i = 0; i < Work.Decode.TOKENS; i++) {
                    read(1);
                }
                yield perSecond(Work.Decode.TOKENS, start);
            }
            case Work.Encode() -> throw new IllegalArgumentException("a decoder has no pictures");
        };
    }

    private static double perSecond(int tokens, long start) {
        return tokens * 1e9 / (System.nanoTime() - start);
    }

    private void prefill(int tokens) throws DeviceException {
        decoder.truncate(0);
        while (decoder.length() < tokens) {
            read(Math.min(AnsweringMemory.CHUNK, tokens - decoder.length()));
        }
    }

    private void read(int tokens) throws DeviceException {
        var ids = random.ints(tokens, 0, embedding.vocabSize()).toArray();
        var rows = new float[tokens * embedding.hiddenSize()];
        embedding.lookup(ids, rows);
        decoder.read(rows, tokens - 1);
    }

    @Override
    public void close() {
        decoder.close();
        session.close();
    }
}
