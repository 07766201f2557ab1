package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.quant.NBitsPacking;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.tensor.Shape;

/// The decoder's second form, which reads prompts in products of bytes ([BuildOptions#perToken])
/// beside the one that writes answers.
///
/// Its weights are mapped, a byte each, so that they cost room on the disk and memory that the
/// system takes back when others need it; a large model would push its own pages out with them.
public final class ReaderForm {
    /// Tokens from which it is the quicker one.
    public static final int LEAST_TOKENS = 16;

    /// Of the installed memory that its weights may take.
    private static final int SHARE = 8;

    /// `D` from which it pays. Of SmolLM2, 576 wide, what stands between products takes as long as
    /// they do: 869 tokens a second became 926 in Q4_1, and 928 stayed 911 in Q4_0.
    private static final int LEAST_WIDTH = 1024;

    private ReaderForm() {}

    /// What a matrix of the decoder, stored in a format, takes in it.
    static long bytes(Shape matrix, TensorFormat format) {
        return matrix.rank() == 2 && NBitsPacking.of(format).isPresent() ? matrix.count() : 0;
    }

    /// Whether it would be quicker than the form that writes.
    public static boolean pays(LanguageConfig config) {
        return config.hiddenSize() >= LEAST_WIDTH;
    }

    /// Whether this machine has the memory for one of so many bytes.
    public static boolean fits(long bytes) {
        return bytes <= ProcessMemory.installed() / SHARE;
    }
}
