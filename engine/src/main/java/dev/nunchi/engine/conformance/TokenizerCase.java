package dev.nunchi.engine.conformance;

import dev.nunchi.engine.checkpoint.TokenizerSource;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.text.Segment;
import dev.nunchi.engine.text.Tokenizer;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Texts to ids and back, with special tokens recognised and as plain text, and streaming.
final class TokenizerCase {
    private static final Set<String> KEYS =
            Set.of("tokenizer", "about", "vocab_size", "fields", "encodings");
    private static final Set<String> ENCODING_KEYS =
            Set.of(
                    "text",
                    "ids",
                    "tokens",
                    "ids_with_template",
                    "plain_ids",
                    "decoded",
                    "decoded_skip_special",
                    "plain_decoded",
                    "plain_prefix_decodes");
    private static final Pattern FILES =
            Pattern.compile("tokenizer\\.(json|model)|expected/expected\\.json");

    private final Tokenizer tokenizer;
    private final Recorder recorder;

    private TokenizerCase(Tokenizer tokenizer, Recorder recorder) {
        this.tokenizer = tokenizer;
        this.recorder = recorder;
    }

    static boolean matches(JsonNode expected) {
        return expected.has("encodings") && expected.has("tokenizer");
    }

    static void run(Path folder, Recorder recorder) throws EngineException {
        try (var fixture = Fixture.open(folder)) {
            if (recorder.wants(Group.TOKENIZE)) {
                try (var tokenizer = open(folder.resolve("tokenizer.json"))) {
                    var encodings = fixture.json().get("encodings");
                    for (int i = 0; i < encodings.size(); i++) {
                        new TokenizerCase(tokenizer, recorder).check(i, encodings.get(i));
                    }
                }
            }
            fixture.reportUnknown(KEYS, recorder);
            fixture.reportUnknownFiles(FILES, recorder);
        }
    }

    static Tokenizer open(Path file) throws EngineException {
        try {
            return Tokenizer.open(new TokenizerSource.TokenizerJson(Files.readString(file)));
        } catch (IOException e) {
            throw StorageException.of(file, "reading a tokenizer", e);
        }
    }

    private void check(int index, JsonNode entry) {
        String name = "encodings." + index + ".";
        String text = entry.get("text").asString();
        var ids = tokenizer.encode(List.of(Segment.layout(text)));
        recorder.ids(name + "ids", Group.TOKENIZE, longs(entry.get("ids")), widen(ids));
        var plain = tokenizer.encodePlain(text);
        recorder.ids(
                name + "plain_ids", Group.TOKENIZE, longs(entry.get("plain_ids")), widen(plain));
        recorder.ids(
                name + "ids_with_template",
                Group.TOKENIZE,
                longs(entry.get("ids_with_template")),
                widen(withBegin(ids)));
        text(name, "decoded", entry, tokenizer.decodeWithSpecials(ids));
        text(name, "decoded_skip_special", entry, tokenizer.decode(ids));
        text(name, "plain_decoded", entry, tokenizer.decodeWithSpecials(plain));
        if (entry.has("plain_prefix_decodes")) {
            prefixes(name, entry, plain);
        }
        Fixture.reportUnknownKeys(name, entry, ENCODING_KEYS, recorder);
    }

    private int[] withBegin(int[] ids) {
        return IntStream.concat(tokenizer.beginToken().stream(), IntStream.of(ids)).toArray();
    }

    private void text(String prefix, String key, JsonNode entry, String actual) {
        recorder.equal(prefix + key, Group.TOKENIZE, entry.get(key).asString(), actual);
    }

    /// What a stream has shown after each id is what the prefix decodes to. Where that ends in a
    /// broken character the stream holds it back, and has shown a beginning of the whole text.
    private void prefixes(String name, JsonNode entry, int[] ids) {
        var prefixes = entry.get("plain_prefix_decodes");
        String whole = entry.get("plain_decoded").asString();
        var stream = tokenizer.stream();
        var shown = new StringBuilder();
        for (int i = 0; i < prefixes.size(); i++) {
            shown.append(stream.accept(ids[i]));
            String prefix = prefixes.get(i).asString();
            String label = name + "plain_prefix_decodes." + i;
            if (prefix.endsWith("\uFFFD")) {
                boolean fits = whole.startsWith(shown.toString());
                recorder.equal(label, Group.TOKENIZE, true, fits);
            } else {
                recorder.equal(label, Group.TOKENIZE, prefix, shown.toString());
            }
        }
        shown.append(stream.flush());
        recorder.equal(name + "streamed", Group.TOKENIZE, whole, shown.toString());
    }

    static long[] longs(JsonNode array) {
        return LongStream.range(0, array.size()).map(i -> array.get((int) i).asLong()).toArray();
    }

    static long[] widen(int[] ids) {
        return IntStream.of(ids).asLongStream().toArray();
    }
}
