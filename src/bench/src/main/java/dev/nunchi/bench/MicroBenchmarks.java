package dev.nunchi.bench;

import dev.nunchi.engine.checkpoint.PictureConfig;
import dev.nunchi.engine.generate.Sampler;
import dev.nunchi.engine.generate.SamplingOptions;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.quant.BlockCodec;
import dev.nunchi.engine.quant.TensorFormat;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// The pieces of pure Java that stand between a person and an answer.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MicroBenchmarks {
    private static final int VOCABULARY = 150_000;
    private static final int ROW = 4096;

    private final float[] logits = new float[VOCABULARY];
    private final Picture photograph;
    private final MemorySegment row;
    private final float[] decoded = new float[ROW];

    /// Random contents of real sizes.
    public MicroBenchmarks() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) random.nextDouble(-10, 10);
        }
        var rgb = new byte[3 * 4000 * 3000];
        random.nextBytes(rgb);
        photograph = new Picture(4000, 3000, rgb, "png", "0".repeat(64));
        var bytes = new byte[(int) TensorFormat.Q8_0.bytesFor(ROW)];
        row = MemorySegment.ofArray(bytes);
    }

    /// One draw from 150,000 logits.
    @Benchmark
    public int sample() {
        var options = SamplingOptions.greedy().withTemperature(0.8).withTopK(40).withTopP(0.95);
        return new Sampler(options).sample(logits, new int[0]);
    }

    /// Twelve megapixels to 336 × 252.
    @Benchmark
    public Picture resize() {
        var size = new PictureConfig.Size(336, 252);
        return PictureEncoder.resized(photograph, size, PictureConfig.Resample.BICUBIC);
    }

    /// One row of an embedding table.
    @Benchmark
    public float[] decodeRow() {
        BlockCodec.decode(TensorFormat.Q8_0, row, decoded, 0, ROW);
        return decoded;
    }
}
