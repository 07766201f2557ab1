package dev.nunchi.engine.text;

import dev.nunchi.engine.checkpoint.TokenizerSettings;
import dev.nunchi.engine.checkpoint.TokenizerSource;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.testing.Golden;
import dev.nunchi.engine.testing.Hardness;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// Tokenizers with seeded damage, up to and with the native library.
class DamagedTokenizersTest {
    private static final TokenizerSettings SETTINGS =
            new TokenizerSettings(true, Optional.empty(), Optional.empty(), List.of());
    private static final String TEXT = "Eine Katze, 고양이 123 \u0007 <image>";

    @ParameterizedTest
    @ValueSource(strings = {"sp_bpe_first", "sp_unigram"})
    void modelsEndInATokenizerOrANamedError(String style) throws Exception {
        models(style, Hardness.SHORT / 5);
    }

    @Tag("soak")
    @ParameterizedTest
    @ValueSource(strings = {"sp_bpe_first", "sp_unigram"})
    void tenThousandModelsEndInATokenizerOrANamedError(String style) throws Exception {
        models(style, Hardness.SOAK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sp_bpe_first", "sp_unigram", "byte_bpe_llama3"})
    void documentsEndInATokenizerOrANamedError(String style) throws Exception {
        documents(style, Hardness.SHORT / 5);
    }

    @Tag("soak")
    @ParameterizedTest
    @ValueSource(strings = {"sp_bpe_first", "sp_unigram", "byte_bpe_llama3"})
    void tenThousandDocumentsEndInATokenizerOrANamedError(String style) throws Exception {
        documents(style, Hardness.SOAK);
    }

    private static void models(String style, int count) throws Exception {
        var model = Files.readAllBytes(Golden.path("tokenizers/" + style + "/tokenizer.model"));
        new Hardness(bytes ->
                use(new TokenizerSource.SentencePiece(ByteBuffer.wrap(bytes), SETTINGS)))
                .bytes(model, count);
    }

    private static void documents(String style, int count) throws Exception {
        var json = Files.readAllBytes(Golden.path("tokenizers/" + style + "/tokenizer.json"));
        new Hardness(bytes ->
                use(new TokenizerSource.TokenizerJson(new String(bytes, StandardCharsets.UTF_8))))
                .json(json, count);
    }

    private static void use(TokenizerSource source) throws EngineException {
        try (var tokenizer = Tokenizer.open(source)) {
            tokenizer.decode(tokenizer.encodePlain(TEXT));
        }
    }
}
