package dev.nunchi.engine.text;

import dev.nunchi.engine.checkpoint.TokenizerSource;
import dev.nunchi.engine.error.EngineException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A checkpoint's tokenizer: text to ids and back, by the `tokenizers` library.
///
/// It holds two native tokenizers of one vocabulary. The *reader* is the checkpoint's own and
/// decodes. The *writer* knows the special tokens under names that no text can contain
/// ([TokenizerDocument#writerJson]), so what a person types is plain text without further care, and
/// a prompt with special tokens is still encoded in one go, as the reference does.
///
/// Safe for several threads; closing it while it is in use is not.
public final class Tokenizer implements AutoCloseable {
    private final NativeTokenizer reader;
    private final NativeTokenizer writer;
    private final TokenizerDocument document;
    private final Map<String, String> writerNames = new HashMap<>();
    private final Map<Integer, String> textsOfSpecials = new HashMap<>();
    private final Pattern specials;

    private Tokenizer(TokenizerDocument document, NativeTokenizer reader, NativeTokenizer writer) {
        this.document = document;
        this.reader = reader;
        this.writer = writer;
        document.specials()
                .forEach((text, id) -> {
                    writerNames.put(text, TokenizerDocument.writerName(id));
                    textsOfSpecials.put(id, text);
                });
        this.specials = anyOf(document.specials().keySet());
    }

    /// Builds a tokenizer; the caller closes it.
    ///
    /// @throws dev.nunchi.engine.error.CheckpointException if the source is damaged or contradicts
    ///   itself
    /// @throws dev.nunchi.engine.error.UnsupportedModelException if a GGUF vocabulary is of a kind
    ///   that cannot be converted
    public static Tokenizer open(TokenizerSource source) throws EngineException {
        var document =
                switch (source) {
                    case TokenizerSource.TokenizerJson(var json) -> TokenizerDocument.parse(json);
                    case TokenizerSource.GgufVocabulary(var metadata) ->
                            new GgufTokenizer(metadata).toDocument();
                };
        var reader = NativeTokenizer.open(document.readerJson());
        try {
            return new Tokenizer(document, reader, NativeTokenizer.open(document.writerJson()));
        } catch (EngineException e) {
            reader.close();
            throw e;
        }
    }

    /// The ids of a laid-out prompt. Layout text becomes special tokens where it spells them,
    /// content never does; no begin token is added ([#beginToken]).
    public int[] encode(List<Segment> segments) {
        return tokens(segments).ids();
    }

    /// The ids of a text in which nothing is a special token.
    public int[] encodePlain(String text) {
        return writer.encode(plain(text)).ids();
    }

    /// The text of ids, special tokens left out. Bytes that are no UTF-8 become U+FFFD; ids past
    /// the vocabulary are ignored.
    public String decode(int... ids) {
        return reader.decodeWithoutSpecials(ids);
    }

    /// As [#decode], with the texts of special tokens.
    public String decodeWithSpecials(int... ids) {
        return reader.decode(ids);
    }

    /// Starts to decode one answer.
    public TokenStream stream() {
        return new TokenStream(this);
    }

    /// The id of a special token, e.g. of `<image>`; empty if the vocabulary has none of this text.
    public OptionalInt idOf(String special) {
        var id = document.specials().get(special);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /// The text of a special token; empty if the id is none.
    public Optional<String> textOf(int special) {
        return Optional.ofNullable(textsOfSpecials.get(special));
    }

    /// The token that the tokenizer puts before every input, e.g. `<s>`.
    public OptionalInt beginToken() {
        return document.beginToken();
    }

    /// The begin token if this prompt needs one: the tokenizer adds one and the layout does not
    /// start with it.
    OptionalInt beginToken(List<Segment> segments) {
        var begin = document.beginToken();
        if (begin.isEmpty()) {
            return begin;
        }
        var text = textOf(begin.getAsInt()).orElseThrow();
        var first = segments.stream().filter(segment -> !segment.text().isEmpty()).findFirst();
        boolean written =
                first.isPresent()
                        && first.get().owner() == Owner.LAYOUT
                        && first.get().text().startsWith(text);
        return written ? OptionalInt.empty() : begin;
    }

    /// Ids with the training targets among them. A token is a target if its first character is.
    Tokens tokens(List<Segment> segments) {
        var text = new StringBuilder();
        var targets = new BitSet();
        int characters = 0;
        for (var segment : segments) {
            int start = text.length();
            text.append(
                    segment.owner() == Owner.LAYOUT
                            ? layout(segment.text())
                            : plain(segment.text()));
            int count = text.codePointCount(start, text.length());
            targets.set(characters, characters + count, segment.target());
            characters += count;
        }
        return targets.isEmpty()
                ? writer.encode(text.toString())
                : writer.encode(text.toString(), targets);
    }

    private String layout(String text) {
        return specials.matcher(plain(text)).replaceAll(found -> writerNames.get(found.group()));
    }

    /// Text as the native code takes it, which may not hold the writer's private names or half a
    /// surrogate pair.
    private static String plain(String text) {
        var replaced = new ArrayList<Integer>();
        text.codePoints().filter(c -> !TokenizerDocument.isAllowed(c)).forEach(replaced::add);
        if (replaced.isEmpty()) {
            return text;
        }
        return text.codePoints()
                .map(c -> TokenizerDocument.isAllowed(c) ? c : 0xFFFD)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static Pattern anyOf(Collection<String> texts) {
        // Longest first: the library, too, prefers the longest of several at one place.
        var alternatives =
                texts.stream()
                        .sorted((a, b) -> b.length() - a.length())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|"));
        return Pattern.compile(alternatives.isEmpty() ? "(?!)" : alternatives);
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
    }

    /// Ids, and which of them are training targets.
    record Tokens(int[] ids, BitSet targets) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Tokens that
                    && Arrays.equals(ids, that.ids)
                    && targets.equals(that.targets);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(ids);
        }
    }
}
