package dev.nunchi.engine.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.checkpoint.SpecialTokenTexts;
import dev.nunchi.engine.checkpoint.TokenizerSource.TokenizerJson;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Five layouts against texts, segments, ids and target masks of the reference implementation.
class ChatTemplateParityTest {
    private static final List<String> LAYOUTS =
            List.of("chatml", "llama2", "llama3", "mistral", "vicuna_v1");

    @TestFactory
    Stream<DynamicTest> layoutsRenderAndEncodeAsTheReferenceDoes() throws Exception {
        var tests = new ArrayList<DynamicTest>();
        for (var layout : LAYOUTS) {
            var fixture = Fixtures.json("chat_templates/" + layout + ".json");
            for (var conversation : fixture.get("cases")) {
                var name = layout + " " + conversation.get("name").asString();
                tests.add(DynamicTest.dynamicTest(name, () -> check(fixture, conversation)));
            }
        }
        assertEquals(80, tests.size());
        return tests.stream();
    }

    private static void check(JsonNode fixture, JsonNode conversation) throws Exception {
        var folder = Golden.path("chat_templates");
        var source = Files.readString(folder.resolve(fixture.get("template_file").asString()));
        var template = ChatTemplate.parse(source, SpecialTokenTexts.NONE);
        var messages = Fixtures.messages(conversation.get("messages"));
        var continuation =
                conversation.get("add_generation_prompt").asBoolean()
                        ? Continuation.GENERATION_PROMPT
                        : Continuation.NONE;

        var segments = template.render(messages, continuation);
        assertEquals(conversation.get("text").asString(), text(segments));
        assertEquals(expectedSegments(conversation.get("segments")), segments);

        var json = Fixtures.text(fixture.get("tokenizer").asString() + "/tokenizer.json");
        try (var tokenizer = Tokenizer.open(new TokenizerJson(json))) {
            var encoder = new PromptEncoder(template, tokenizer, tokenizer.idOf("<image>"));
            int pictures = messages.stream().mapToInt(Message::pictures).sum();
            var one = IntStream.generate(() -> 1).limit(pictures).toArray();
            var prompt = encoder.encode(messages, continuation, one);
            assertArrayEquals(Fixtures.ints(conversation.get("ids")), prompt.ids());
            assertArrayEquals(Fixtures.ints(conversation.get("target_mask")), mask(prompt));
        }
    }

    private static String text(List<Segment> segments) {
        return segments.stream().map(Segment::text).collect(Collectors.joining());
    }

    private static int[] mask(EncodedPrompt prompt) {
        return IntStream.range(0, prompt.ids().length)
                .map(i -> prompt.targets().get(i) ? 1 : 0)
                .toArray();
    }

    /// The fixture's segments, neighbours of the same kind joined and empty ones left out.
    private static List<Segment> expectedSegments(JsonNode nodes) {
        var segments = new ArrayList<Segment>();
        for (var node : nodes) {
            var owner = node.get("owner").asString().equals("text") ? Owner.CONTENT : Owner.LAYOUT;
            var next =
                    new Segment(node.get("text").asString(), owner, node.get("target").asBoolean());
            if (next.text().isEmpty()) {
                continue;
            }
            boolean joins =
                    !segments.isEmpty()
                            && segments.getLast().owner() == owner
                            && segments.getLast().target() == next.target();
            var before = joins ? segments.removeLast().text() : "";
            segments.add(new Segment(before + next.text(), owner, next.target()));
        }
        return segments;
    }
}
