package dev.nunchi.engine.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;

import dev.nunchi.engine.error.CheckpointException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;

/// The door to the native `tokenizers` library: the only class that names it.
///
/// Before the library is touched it is told to stay off the network, which it would otherwise ask
/// for a cloud's instance data and for other builds of itself, and where to unpack.
final class NativeTokenizer implements AutoCloseable {
    private static final Path FILE = Path.of("tokenizer.json");

    /// A noncharacter, which no vocabulary holds.
    private static final String UNKNOWN = "\uFDD2";

    /// Messages quote the document, which may be long.
    private static final int MAX_MESSAGE = 200;

    // The library's own defaults cut long inputs.
    private static final Map<String, String> OPTIONS =
            Map.of(
                    "addSpecialTokens", "false",
                    "truncation", "DO_NOT_TRUNCATE",
                    "padding", "DO_NOT_PAD");

    static {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("RUST_FLAVOR", "cpu");
        var cache = System.getProperty("nunchi.cache");
        if (cache != null) {
            setIfAbsent("ENGINE_CACHE_DIR", Path.of(cache, "tokenizers"));
            setIfAbsent("jna.tmpdir", Path.of(cache, "jna"));
        }
    }

    private final HuggingFaceTokenizer tokenizer;

    private NativeTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /// @param json a whole `tokenizer.json`
    /// @throws CheckpointException if the library does not accept it or cannot work with it
    static NativeTokenizer open(String json) throws CheckpointException {
        // The native code throws bare RuntimeExceptions for a document that it cannot use; some
        // faults show only at the first unknown character.
        try (var bytes = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))) {
            var tokenizer = new NativeTokenizer(HuggingFaceTokenizer.newInstance(bytes, OPTIONS));
            try {
                tokenizer.encode(UNKNOWN);
            } catch (RuntimeException e) {
                tokenizer.close();
                throw unusable(e);
            }
            return tokenizer;
        } catch (IOException | RuntimeException e) {
            throw unusable(e);
        }
    }

    private static CheckpointException unusable(Exception cause) {
        var message = String.valueOf(cause.getMessage());
        var shown = message.substring(0, Math.min(message.length(), MAX_MESSAGE));
        return new CheckpointException(FILE, "not a usable tokenizer: " + shown, cause);
    }

    Tokens encode(String text) {
        return new Tokens(ids(tokenizer.encode(text, false, false)), new BitSet());
    }

    /// @param targets by code point of `text`
    Tokens encode(String text, BitSet targets) {
        var encoding = tokenizer.encode(text, false, false);
        var targetTokens = new BitSet();
        var spans = encoding.getCharTokenSpans();
        for (int i = 0; i < spans.length; i++) {
            targetTokens.set(i, spans[i] != null && targets.get(spans[i].getStart()));
        }
        return new Tokens(ids(encoding), targetTokens);
    }

    String decode(int[] ids) {
        return tokenizer.decode(longs(ids), false);
    }

    String decodeWithoutSpecials(int[] ids) {
        return tokenizer.decode(longs(ids), true);
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private static int[] ids(Encoding encoding) {
        return Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
    }

    private static long[] longs(int[] ids) {
        return Arrays.stream(ids).filter(id -> id >= 0).asLongStream().toArray();
    }

    private static void setIfAbsent(String property, Path folder) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, folder.toString());
        }
    }
}
