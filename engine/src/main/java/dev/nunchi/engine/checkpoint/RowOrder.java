package dev.nunchi.engine.checkpoint;

/// Where a tensor's rows lie in the file, if not one after another.
sealed interface RowOrder {
    /// Row `r` is the `r`-th in the file.
    RowOrder AS_STORED = new AsStored();

    /// The position in the file of logical row `row`.
    long stored(long row);

    /// See [RowOrder#AS_STORED].
    record AsStored() implements RowOrder {
        @Override
        public long stored(long row) {
            return row;
        }
    }

    /// Undoes what llama.cpp's converter does to the q and k rows of llama-architecture models, and
    /// to the elements of their biases: within a head the file interleaves the two rotary halves
    /// (0, E/2, 1, E/2 + 1, …), we and Hugging Face keep them apart (`LlamaModel.permute` in
    /// `convert_hf_to_gguf.py`).
    ///
    /// @param headDim rows of one head, even
    record InterleavedHalves(int headDim) implements RowOrder {
        @Override
        public long stored(long row) {
            long head = row / headDim;
            long inHead = row % headDim;
            int half = headDim / 2;
            return head * headDim + 2 * (inHead % half) + inHead / half;
        }
    }
}
