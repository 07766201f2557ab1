package dev.nunchi.engine.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Scores that reference code gives: `src/conformance/scores`, made by its `make.py`.
class ScoreParityTest {
    /// Sums of a few doubles in another order.
    private static final double TOLERANCE = 1e-9;

    private final JsonNode captions = read("cider/captions.json");
    private final JsonNode cases = read("scores/cases.json");
    private final JsonNode expected = read("scores/expected.json");

    @Test
    void bleuIsTheReferences() {
        var each = new ArrayList<Bleu>();
        for (int i = 0; i < captions.size(); i++) {
            each.add(Bleu.of(references().get(i), candidates().get(i)));
        }
        assertEquals(expected.at("/captions/bleu4").asDouble(), Bleu.score(each), TOLERANCE);
    }

    @Test
    void rougeOfEachPictureIsTheReferences() {
        var each = expected.at("/captions/rougeLEach");
        for (int i = 0; i < each.size(); i++) {
            assertEquals(
                    each.get(i).asDouble(),
                    RougeL.score(references().get(i), candidates().get(i)),
                    TOLERANCE,
                    "picture " + i);
        }
    }

    @Test
    void meanRougeIsTheReferences() {
        assertEquals(
                expected.at("/captions/rougeL").asDouble(),
                RougeL.score(references(), candidates()),
                TOLERANCE);
    }

    @Test
    void hallucinationsAreTheReferences() {
        var rows = cases.path("chair");
        var truth =
                each(
                        rows,
                        row ->
                                new Chair.Truth(
                                        texts(row.path("captions")), texts(row.path("objects"))));
        var chair = Chair.of(answers(rows), truth);
        assertEquals(expected.at("/chair/sentence").asDouble(), chair.ofSentences(), TOLERANCE);
        assertEquals(expected.at("/chair/instance").asDouble(), chair.ofInstances(), TOLERANCE);
    }

    @Test
    void presenceFiguresAreTheReferences() {
        var rows = cases.path("presence");
        var presence =
                Presence.of(each(rows, row -> row.path("present").asBoolean()), answers(rows));
        var figures = expected.path("presence");
        assertEquals(figures.path("accuracy").asDouble(), presence.accuracy(), TOLERANCE);
        assertEquals(figures.path("precision").asDouble(), presence.precision(), TOLERANCE);
        assertEquals(figures.path("recall").asDouble(), presence.recall(), TOLERANCE);
        assertEquals(figures.path("f1").asDouble(), presence.f1(), TOLERANCE);
        assertEquals(figures.path("yesRatio").asDouble(), presence.yesRatio(), TOLERANCE);
    }

    @Test
    void accuracyOfShortAnswersIsTheReferences() {
        var rows = cases.path("exact");
        var people = each(rows, row -> texts(row.path("answers")));
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(
                    expected.at("/exact/each").get(i).asDouble(),
                    ExactMatch.score(people.get(i), answers(rows).get(i)),
                    TOLERANCE,
                    "question " + i);
        }
    }

    private List<List<String>> references() {
        return each(captions, picture -> texts(picture.path("references")));
    }

    private List<String> candidates() {
        return each(captions, picture -> picture.path("candidate").asString());
    }

    private static List<String> answers(JsonNode rows) {
        return each(rows, row -> row.path("answer").asString());
    }

    private static List<String> texts(JsonNode list) {
        return each(list, JsonNode::asString);
    }

    private static <T> List<T> each(JsonNode list, Function<JsonNode, T> read) {
        var all = new ArrayList<T>();
        list.forEach(node -> all.add(read.apply(node)));
        return all;
    }

    private static JsonNode read(String name) {
        return JsonMapper.shared()
                .readTree(Golden.repository().resolve("src/conformance").resolve(name));
    }
}
