package dev.nunchi.engine.generate;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.model.TokenEmbedding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Reads prompts and tokens into the rows of a decoder's cache, and knows what each row holds, so
/// that of a prompt only what is new is read. Confined to one thread at a time.
final class RowReader {
    private final Decoder decoder;
    private final TokenEmbedding embedding;

    /// What stands at each position of each row: [Prompt#content].
    private final List<long[]> contents = new ArrayList<>();

    RowReader(Decoder decoder, TokenEmbedding embedding) {
        this.decoder = decoder;
        this.embedding = embedding;
        contents.add(new long[decoder.contextLength()]);
    }

    /// Whether several sequences can be read side by side.
    boolean hasRows() {
        return decoder.rows().isPresent();
    }

    int length(int row) {
        return decoder.length(row);
    }

    /// Tokens that a row can still take.
    int room(int row) {
        return decoder.contextLength() - length(row);
    }

    long cacheBytes(int row) {
        return decoder.cacheBytes(row);
    }

    /// By how many bytes the cache would have to grow for so many tokens in a row.
    long growth(int row, int tokens) {
        return decoder.growth(row, tokens);
    }

    /// @throws IllegalArgumentException if it is empty or longer than the context
    void requireFits(Prompt prompt) {
        if (prompt.length() < 1 || prompt.length() > decoder.contextLength()) {
            throw new IllegalArgumentException(
                    "a prompt of %d tokens in a context of %d"
                            .formatted(prompt.length(), decoder.contextLength()));
        }
    }

    /// Makes a row hold a prompt's beginning, as much of it as some row does, and nothing else.
    ///
    /// @param longest most tokens that may be kept
    /// @return how many were
    int keepCommonPrefix(int row, Prompt prompt, int longest) throws DeviceException {
        while (contents.size() <= row) {
            contents.add(new long[decoder.contextLength()]);
        }
        int common = common(row, prompt, longest);
        decoder.truncate(row, common);
        for (int other = 0; other < contents.size(); other++) {
            int shared = common(other, prompt, longest);
            if (shared > common) {
                copy(other, row, shared);
                common = shared;
            }
        }
        return common;
    }

    private int common(int row, Prompt prompt, int longest) {
        int most = Math.min(length(row), longest);
        var held = contents.get(row);
        int common = 0;
        while (common < most && held[common] == prompt.content(common)) {
            common++;
        }
        return common;
    }

    /// Makes a row hold what another does.
    void move(int from, int to) throws DeviceException {
        copy(from, to, length(from));
    }

    private void copy(int from, int to, int length) throws DeviceException {
        decoder.rows().orElseThrow().copy(from, to, length);
        System.arraycopy(contents.get(from), 0, contents.get(to), 0, length);
    }

    /// Makes room for one more token in a row.
    ///
    /// @throws DeviceException if the memory is not there; the row holds what it held
    void reserveOne(int row) throws DeviceException {
        decoder.rows().orElseThrow().reserve(row, length(row) + 1);
    }

    void truncate(int row, int length) throws DeviceException {
        decoder.truncate(row, length);
    }

    /// Reads a prompt's tokens up to `to`.
    ///
    /// @param wanted positions in the prompt whose logits are returned
    float[] read(int row, Prompt prompt, int to, int... wanted) throws DeviceException {
        int from = length(row);
        var within = Arrays.stream(wanted).map(at -> at - from).toArray();
        var logits = decoder.read(row, prompt.rows(from, to, embedding), within);
        for (int at = from; at < to; at++) {
            contents.get(row)[at] = prompt.content(at);
        }
        return logits;
    }

    /// Reads tokens.
    ///
    /// @return logits after each
    float[] read(int row, int... ids) throws DeviceException {
        int from = length(row);
        var logits = decoder.read(row, embedded(ids), IntStream.range(0, ids.length).toArray());
        for (int i = 0; i < ids.length; i++) {
            contents.get(row)[from + i] = ids[i];
        }
        return logits;
    }

    /// Reads a token into each of the first rows.
    ///
    /// @return logits after each
    float[] step(int... ids) throws DeviceException {
        var logits = decoder.step(embedded(ids));
        for (int row = 0; row < ids.length; row++) {
            contents.get(row)[length(row) - 1] = ids[row];
        }
        return logits;
    }

    private float[] embedded(int... ids) {
        var rows = new float[ids.length * embedding.hiddenSize()];
        embedding.lookup(ids, rows);
        return rows;
    }

    /// One of several rows of logits.
    static float[] row(float[] logits, int row, int rows) {
        int width = logits.length / rows;
        return rows == 1 ? logits : Arrays.copyOfRange(logits, row * width, (row + 1) * width);
    }
}
