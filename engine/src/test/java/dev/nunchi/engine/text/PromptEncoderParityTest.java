package dev.nunchi.engine.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.checkpoint.SpecialTokenTexts;
import dev.nunchi.engine.checkpoint.TokenizerSource.TokenizerJson;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// The prompts and training samples of the model cases.
class PromptEncoderParityTest {
    /// A model case with its tokenizer open.
    private record Case(
            JsonNode expected, ChatTemplate template, Tokenizer tokenizer, PromptEncoder encoder)
            implements AutoCloseable {
        int[] imageTokens(JsonNode imageOrder) {
            return imageOrder
                    .valueStream()
                    .mapToInt(i -> expected.at("/images/" + i + "/image_tokens").intValue())
                    .toArray();
        }

        @Override
        public void close() {
            tokenizer.close();
        }
    }

    private static Case open(String name) throws Exception {
        var expected = Fixtures.json(name + "/expected/expected.json");
        var config = Fixtures.json(name + "/model/tokenizer_config.json");
        var template =
                ChatTemplate.parse(config.get("chat_template").asString(), SpecialTokenTexts.NONE);
        var tokenizer =
                Tokenizer.open(new TokenizerJson(Fixtures.text(name + "/model/tokenizer.json")));
        var imageTokenId = expected.get("image_token_id");
        var encoder =
                new PromptEncoder(
                        template,
                        tokenizer,
                        imageTokenId.isNull()
                                ? OptionalInt.empty()
                                : OptionalInt.of(imageTokenId.intValue()));
        return new Case(expected, template, tokenizer, encoder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llava15", "llava_smollm", "text_only_llama"})
    void promptsHaveTheReferenceIds(String name) throws Exception {
        try (var model = open(name)) {
            var tensors = Golden.path(name + "/expected/expected.safetensors");
            for (var prompt : model.expected().get("prompts").properties()) {
                var messages = Fixtures.messages(prompt.getValue().get("messages"));
                var imageTokens = model.imageTokens(prompt.getValue().get("image_order"));
                var one = imageTokens.clone();
                Arrays.fill(one, 1);
                var continuation = Continuation.GENERATION_PROMPT;

                assertArrayEquals(
                        Fixtures.ints(prompt.getValue().get("token_ids_before_expansion")),
                        model.encoder().encode(messages, continuation, one).ids());
                assertArrayEquals(
                        Fixtures.ids(tensors, "prompt." + prompt.getKey() + ".input_ids"),
                        model.encoder().encode(messages, continuation, imageTokens).ids());
                assertEquals(
                        prompt.getValue().get("text").asString(),
                        String.join(
                                "",
                                model.template().render(messages, continuation).stream()
                                        .map(Segment::text)
                                        .toList()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llava15", "llava_smollm", "text_only_llama"})
    void trainingSampleHasTheReferenceLabels(String name) throws Exception {
        try (var model = open(name)) {
            var sample = model.expected().get("training").get("samples").get(0);
            var prompt =
                    model.encoder()
                            .encode(
                                    Fixtures.messages(sample.get("messages")),
                                    Continuation.NONE,
                                    model.imageTokens(sample.get("image_order")));
            var tensors = Golden.path(name + "/expected/expected.safetensors");

            // A training sample ends with the end-of-turn token; what the layout writes after it is
            // not part of it.
            int length = sample.get("length").intValue();
            assertArrayEquals(
                    Fixtures.ids(tensors, "train.single.input_ids"),
                    Arrays.copyOf(prompt.ids(), length));
            assertArrayEquals(
                    Fixtures.ids(tensors, "train.single.labels"),
                    Arrays.copyOf(prompt.labels(), length));
        }
    }

    @Test
    void captionSampleHasTheReferenceLabels() throws Exception {
        try (var model = open("llava15")) {
            var sample = model.expected().get("training").get("plain").get("samples").get(0);
            var caption = sample.get("text").asString().substring("<image>".length());
            var prompt =
                    model.encoder()
                            .encode(
                                    List.of(
                                            Segment.layout(ChatTemplate.IMAGE),
                                            Segment.content(caption).asTarget()),
                                    model.imageTokens(sample.get("image_order")));
            var tensors = Golden.path("llava15/expected/expected.safetensors");
            int length = sample.get("length").intValue();

            assertEquals(length, prompt.ids().length);
            assertArrayEquals(
                    prompt.ids(),
                    Arrays.copyOf(Fixtures.ids(tensors, "train.plain.input_ids"), length));
            assertArrayEquals(
                    prompt.labels(),
                    Arrays.copyOf(Fixtures.ids(tensors, "train.plain.labels"), length));
        }
    }
}
