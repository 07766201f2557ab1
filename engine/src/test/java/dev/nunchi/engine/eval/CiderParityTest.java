package dev.nunchi.engine.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Words and scores that coco-caption's own code gives: `src/conformance/cider`, made by its
/// `make.py`.
class CiderParityTest {
    /// Sums of a few hundred doubles in another order.
    private static final double TOLERANCE = 1e-9;

    private static final Path FOLDER = Golden.repository().resolve("src/conformance/cider");

    private final JsonNode captions = read("captions.json");
    private final JsonNode expected = read("expected.json");

    @Test
    void wordsAreTheTreebanksWithoutPunctuation() {
        for (int i = 0; i < captions.size(); i++) {
            var picture = captions.get(i);
            var words = expected.get("pictures").get(i);
            assertWords(words.get("candidate"), picture.get("candidate"));
            for (int k = 0; k < words.get("references").size(); k++) {
                assertWords(words.get("references").get(k), picture.get("references").get(k));
            }
        }
    }

    private static void assertWords(JsonNode expected, JsonNode caption) {
        assertEquals(expected.asString(), String.join(" ", CaptionTokens.of(caption.asString())));
    }

    @Test
    void eachPictureScoresAsInTheReference() {
        var cider = cider();
        for (int i = 0; i < captions.size(); i++) {
            assertEquals(
                    expected.get("pictures").get(i).get("cider").asDouble(),
                    cider.score(i, captions.get(i).get("candidate").asString()),
                    TOLERANCE,
                    "picture " + i);
        }
    }

    @Test
    void meanIsTheReferences() {
        var candidates = new ArrayList<String>();
        captions.forEach(picture -> candidates.add(picture.get("candidate").asString()));
        assertEquals(expected.get("cider").asDouble(), cider().score(candidates), TOLERANCE);
    }

    private Cider cider() {
        var references = new ArrayList<List<String>>();
        for (var picture : captions) {
            references.add(
                    picture.get("references").valueStream().map(JsonNode::asString).toList());
        }
        return new Cider(references);
    }

    private static JsonNode read(String name) {
        return JsonMapper.shared().readTree(FOLDER.resolve(name));
    }
}
