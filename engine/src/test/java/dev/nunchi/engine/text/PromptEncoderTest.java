package dev.nunchi.engine.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.checkpoint.SpecialTokenTexts;
import dev.nunchi.engine.checkpoint.TokenizerSource.TokenizerJson;
import dev.nunchi.engine.error.TemplateException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

class PromptEncoderTest {
    private static final String LAYOUT =
            "{% for m in messages %}{{ '<|im_start|>' + m['content'] + '<|im_end|>' }}{% endfor %}";

    private Tokenizer tokenizer;

    @BeforeEach
    void openTokenizer() throws Exception {
        tokenizer =
                Tokenizer.open(
                        new TokenizerJson(
                                Fixtures.text("tokenizers/byte_bpe_smollm/tokenizer.json")));
    }

    @AfterEach
    void closeTokenizer() {
        tokenizer.close();
    }

    private PromptEncoder encoder(String layout, OptionalInt imageTokenId) throws Exception {
        var template = ChatTemplate.parse(layout, SpecialTokenTexts.NONE);
        return new PromptEncoder(template, tokenizer, imageTokenId);
    }

    private static final List<Message> TWO_PICTURES = List.of(new Message(Role.USER, 2, "<image>"));

    @Test
    void placeholderIsRepeatedForEveryImageToken() throws Exception {
        var prompt =
                encoder(LAYOUT, tokenizer.idOf("<image>"))
                        .encode(TWO_PICTURES, Continuation.NONE, 2, 3);
        int image = 1600;
        int line = 201;
        var head = new int[] {1, image, image, line, image, image, image, line};
        assertArrayEquals(head, Arrays.copyOf(prompt.ids(), head.length));
        assertEquals(List.of(new ImageSpan(1, 2, 0), new ImageSpan(4, 3, 1)), prompt.images());
    }

    @Test
    void picturesWithoutTokenHoldZero() throws Exception {
        var prompt =
                encoder(LAYOUT, OptionalInt.empty()).encode(TWO_PICTURES, Continuation.NONE, 1, 2);
        assertArrayEquals(new int[] {1, 0, 201, 0, 0, 201}, Arrays.copyOf(prompt.ids(), 6));
        assertEquals(List.of(new ImageSpan(1, 1, 0), new ImageSpan(3, 2, 1)), prompt.images());
    }

    @Test
    void layoutThatLosesPicturesIsNamedError() throws Exception {
        var encoder = encoder("{{ messages | length }}", tokenizer.idOf("<image>"));
        assertThrows(
                TemplateException.class,
                () -> encoder.encode(TWO_PICTURES, Continuation.NONE, 1, 1));
    }

    @Test
    void layoutThatInventsPicturesIsNamedError() throws Exception {
        var encoder = encoder("<image>", tokenizer.idOf("<image>"));
        assertThrows(TemplateException.class, () -> encoder.encode(List.of(), Continuation.NONE));
    }

    @Test
    void picturesAndImageTokensMustAgree() throws Exception {
        var encoder = encoder(LAYOUT, OptionalInt.empty());
        assertThrows(
                IllegalArgumentException.class,
                () -> encoder.encode(TWO_PICTURES, Continuation.NONE, 1));
    }
}
