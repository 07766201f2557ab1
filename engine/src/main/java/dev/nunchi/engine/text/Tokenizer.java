package dev.nunchi.engine.text;

import dev.nunchi.engine.checkpoint.TokenizerSource;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A checkpoint's tokenizer: text to ids and back, by the `tokenizers` library.
///
/// The library knows the special tokens under names that no text can contain
/// ([TokenizerDocument#nativeJson]), and only layout text is translated to them. So what a person
/// types is plain text without further care, and a prompt with special tokens is still encoded in
/// one go, as the reference does.
///
/// Safe for several threads; closing it while it is in use is not.
public final class Tokenizer implements AutoCloseable {
    private static final int REPLACEMENT = 0xFFFD;
    private static final int NO_TOKEN = -1;

    private final NativeTokenizer library;
    private final SequencedMap<String, Integer> specials;
    private final OptionalInt beginToken;
    private final Map<Integer, String> textsOfSpecials = new HashMap<>();
    private final Pattern specialTexts;

    private Tokenizer(TokenizerDocument document) throws CheckpointException {
        specials = document.specials();
        beginToken = document.beginToken();
        specials.forEach((text, id) -> textsOfSpecials.put(id, text));
        specialTexts = anyOf(specials.keySet());
        library = NativeTokenizer.open(document.nativeJson());
        for (var special : specials.entrySet()) {
            var ids = library.encode(TokenizerDocument.privateName(special.getValue())).ids();
            if (ids.length != 1 || ids[0] != special.getValue()) {
                library.close();
                throw new CheckpointException(
                        Path.of("tokenizer.json"),
                        "token '%s' is declared as %d but is read as %s"
                                .formatted(
                                        special.getKey(),
                                        special.getValue(),
                                        Arrays.toString(ids)));
            }
        }
    }

    /// Builds a tokenizer; the caller closes it.
    ///
    /// @throws CheckpointException if the source is damaged or contradicts itself
    /// @throws dev.nunchi.engine.error.UnsupportedModelException if a vocabulary is of a kind that
    ///   cannot be converted
    public static Tokenizer open(TokenizerSource source) throws EngineException {
        return new Tokenizer(document(source));
    }

    /// The `tokenizer.json` that a source is, or is as good as.
    ///
    /// @throws EngineException as [#open]
    public static String json(TokenizerSource source) throws EngineException {
        return source instanceof TokenizerSource.TokenizerJson(var json)
                ? json
                : document(source).json();
    }

    private static TokenizerDocument document(TokenizerSource source) throws EngineException {
        return switch (source) {
            case TokenizerSource.TokenizerJson(var json) -> TokenizerDocument.parse(json);
            case TokenizerSource.SentencePiece slow ->
                    SlowTokenizer.toDocument(slow.model(), slow.settings());
            case TokenizerSource.GgufVocabulary(var metadata) ->
                    new GgufTokenizer(metadata).toDocument();
        };
    }

    /// The ids of a laid-out prompt. Layout text becomes special tokens where it spells them,
    /// content never does; no begin token is added ([#beginToken]).
    public int[] encode(List<Segment> segments) {
        return tokens(segments).ids();
    }

    /// The ids of a text in which nothing is a special token.
    public int[] encodePlain(String text) {
        return library.encode(plain(text)).ids();
    }

    /// The text of ids, special tokens left out. Bytes that are no UTF-8 become U+FFFD; ids past
    /// the vocabulary are ignored.
    public String decode(int... ids) {
        return original(library.decodeWithoutSpecials(ids));
    }

    /// As [#decode], with the texts of special tokens.
    public String decodeWithSpecials(int... ids) {
        return original(library.decode(ids));
    }

    /// Starts to decode one answer.
    public TokenStream stream() {
        return new TokenStream(this);
    }

    /// The id of a special token, e.g. of `<image>`; empty if the vocabulary has none of this text.
    public OptionalInt idOf(String special) {
        var id = specials.get(special);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /// The text of a special token; empty if the id is none.
    public Optional<String> textOf(int special) {
        return Optional.ofNullable(textsOfSpecials.get(special));
    }

    /// The token that the tokenizer puts before every input, e.g. `<s>`.
    public OptionalInt beginToken() {
        return beginToken;
    }

    /// The begin token if this prompt needs one: the tokenizer adds one and the layout does not
    /// start with it.
    OptionalInt beginToken(List<Segment> segments) {
        if (beginToken.isEmpty()) {
            return beginToken;
        }
        var text = textOf(beginToken.getAsInt()).orElseThrow();
        var first = segments.stream().filter(segment -> !segment.text().isEmpty()).findFirst();
        boolean written =
                first.isPresent()
                        && first.get().owner() == Owner.LAYOUT
                        && first.get().text().startsWith(text);
        return written ? OptionalInt.empty() : beginToken;
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
                ? library.encode(text.toString())
                : library.encode(text.toString(), targets);
    }

    private String layout(String text) {
        return specialTexts
                .matcher(plain(text))
                .replaceAll(found ->
                        TokenizerDocument.privateName(
                                specials.getOrDefault(found.group(), NO_TOKEN)));
    }

    /// Decoded text with the special tokens' own texts.
    private String original(String decoded) {
        return TokenizerDocument.PRIVATE_NAME
                .matcher(decoded)
                .replaceAll(found -> Matcher.quoteReplacement(textOfName(found)));
    }

    private String textOfName(MatchResult name) {
        return textOf(Integer.parseInt(name.group(1))).orElse("");
    }

    /// Text as the native code takes it, which may not hold private names or half a surrogate pair.
    private static String plain(String text) {
        if (text.codePoints().allMatch(TokenizerDocument::isAllowed)) {
            return text;
        }
        return text.codePoints()
                .map(c -> TokenizerDocument.isAllowed(c) ? c : REPLACEMENT)
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
        library.close();
    }
}
