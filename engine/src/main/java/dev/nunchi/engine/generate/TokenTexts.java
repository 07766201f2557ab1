package dev.nunchi.engine.generate;

import dev.nunchi.engine.text.Tokenizer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The text of each token of a vocabulary, as it reads in the middle of an answer. Special tokens
/// have none. Safe for several threads.
final class TokenTexts {
    /// What goes before: some tokenizers take the space off a text's first token.
    private static final String BEFORE = "a";

    private final Tokenizer tokenizer;
    private final int[] before;
    private final int skipped;

    TokenTexts(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        before = tokenizer.encodePlain(BEFORE);
        skipped = tokenizer.decode(before).length();
    }

    /// The text of a token; bytes that are no whole character are U+FFFD.
    String of(int id) {
        int[] both = Arrays.copyOf(before, before.length + 1);
        both[before.length] = id;
        String text = tokenizer.decode(both);
        return text.length() <= skipped ? "" : text.substring(skipped);
    }

    /// All tokens in the order of their texts, so that equal beginnings are next to each other.
    ///
    /// @param size of the vocabulary
    Sorted sorted(int size) {
        var texts = IntStream.range(0, size).mapToObj(this::of).toArray(String[]::new);
        int[] ids =
                IntStream.range(0, size)
                        .filter(id -> !texts[id].isEmpty())
                        .boxed()
                        .sorted(Comparator.comparing(id -> texts[id]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        var inOrder = new String[ids.length];
        Arrays.setAll(inOrder, i -> texts[ids[i]]);
        return new Sorted(ids, inOrder);
    }

    /// @param ids of tokens with texts
    /// @param texts ascending, as many as ids
    @SuppressWarnings("ArrayRecordComponent")
    record Sorted(int[] ids, String[] texts) {
        /// How many characters a text begins with that the one before it begins with, too.
        int shared(int at) {
            if (at == 0) {
                return 0;
            }
            int differs = Arrays.mismatch(texts[at - 1].toCharArray(), texts[at].toCharArray());
            return differs < 0 ? texts[at].length() : differs;
        }
    }
}
