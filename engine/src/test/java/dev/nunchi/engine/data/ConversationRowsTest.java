package dev.nunchi.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class ConversationRowsTest {
    private static final String ANSWER = "{\"from\": \"gpt\", \"value\": \"A cat.\"}";

    @TempDir private Path temp;
    private DataFolder folder;

    @BeforeEach
    void writePictures() {
        folder = new DataFolder(temp).withPictures("cat.jpg", "dog.jpg");
    }

    @Test
    void llavaListBecomesConversations() throws Exception {
        Path file =
                folder.file(
                        "data.json",
                        """
                        [
                          {"id": "1", "image": "cat.jpg", "conversations": [
                            {"from": "human", "value": "<image>\\nWhat is it?"},
                            {"from": "gpt", "value": "A cat."},
                            {"from": "human", "value": "What colour?"},
                            {"from": "gpt", "value": "White."}]},
                          {"id": 2, "conversations": [
                            {"from": "human", "value": "Hello"},
                            {"from": "gpt", "value": "Hi"}]}
                        ]
                        """);

        var data = DataFolder.read(file);

        assertEquals(List.of(), data.problems());
        var expected =
                List.of(
                        new SampleTurn(Role.USER, "What is it?"),
                        new SampleTurn(Role.ASSISTANT, "A cat."),
                        new SampleTurn(Role.USER, "What colour?"),
                        new SampleTurn(Role.ASSISTANT, "White."));
        var first = data.samples().getFirst();
        assertEquals(
                new Sample(
                        "1",
                        Optional.of(temp.resolve("cat.jpg")),
                        SampleType.CONVERSATION,
                        expected),
                first);
        assertEquals("2", data.samples().get(1).id());
        assertEquals(Optional.empty(), data.samples().get(1).picture());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"messages\": [{\"role\": \"user\", \"content\": \"<image>What is it?\"},"
                        + " {\"role\": \"assistant\", \"content\": \"A cat.\"}], \"images\":"
                        + " [\"cat.jpg\"]",
                "\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image\", \"image\":"
                        + " \"cat.jpg\"}, {\"type\": \"text\", \"text\": \"What is it?\"}]},"
                        + " {\"role\": \"assistant\", \"content\": [{\"type\": \"text\", \"text\":"
                        + " \"A cat.\"}]}]",
                "\"messages\": [{\"role\": \"user\", \"content\": \"What is it?\"},"
                        + " {\"role\": \"assistant\", \"content\": \"A cat.\"}], \"images\":"
                        + " [{\"path\": \"cat.jpg\"}]",
                "\"image\": \"cat.jpg\", \"conversations\": [{\"from\": \"human\", \"value\": \"What is"
                        + " it?\\n<image>\"}, {\"from\": \"gpt\", \"value\": \"A cat.\"}]",
            })
    void variantsOfShareGptReadAlike(String fields) throws Exception {
        Path file = folder.file("data.jsonl", "{" + fields + "}");

        var data = DataFolder.read(file);

        assertEquals(List.of(), data.problems());
        var sample = data.samples().getFirst();
        assertEquals(Optional.of(temp.resolve("cat.jpg")), sample.picture());
        assertEquals(
                List.of(
                        new SampleTurn(Role.USER, "What is it?"),
                        new SampleTurn(Role.ASSISTANT, "A cat.")),
                sample.turns());
    }

    @Test
    void pictureWithNothingAskedIsThePlainForm() throws Exception {
        var data = readTurns("{\"from\": \"human\", \"value\": \"<image>\"}, " + ANSWER);
        var sample = data.samples().getFirst();
        assertEquals(List.of(new SampleTurn(Role.ASSISTANT, "A cat.")), sample.turns());
        assertEquals(SampleType.CAPTION, sample.type());
    }

    @Test
    void markerElsewhereStaysAWord() throws Exception {
        var data =
                readTurns(
                        "{\"from\": \"human\", \"value\": \"<image>\\nWhat does the tag <image> do?\"},"
                                + " {\"from\": \"gpt\", \"value\": \"<image> shows it.\"}");

        assertEquals(List.of(Reason.MARKER_IN_TEXT), DataFolder.reasons(data));
        assertEquals(
                List.of(
                        new SampleTurn(Role.USER, "What does the tag <image> do?"),
                        new SampleTurn(Role.ASSISTANT, "<image> shows it.")),
                data.samples().getFirst().turns());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    human:<image>Hi                   | NO_TARGETS
                    human:<image>Hi gpt:              | EMPTY_TURN
                    human: gpt:Hi                     | EMPTY_TURN
                    gpt:Hi human:Hi gpt:Hi            | WRONG_ROLE_ORDER
                    human:Hi human:Hi gpt:Hi          | WRONG_ROLE_ORDER
                    human:Hi gpt:Hi human:Hi          | WRONG_ROLE_ORDER
                    human:Hi system:Hi gpt:Hi         | WRONG_ROLE_ORDER
                    human:Hi tool:Hi gpt:Hi           | UNKNOWN_ROLE
                    human:<image><image>Hi gpt:Hi     | SEVERAL_PICTURES
                    """)
    void wrongTurnsAreRefused(String turns, Reason reason) throws Exception {
        var row = new StringBuilder();
        for (String turn : turns.split(" ")) {
            int colon = turn.indexOf(':');
            row.append(row.isEmpty() ? "" : ", ")
                    .append(
                            "{\"from\": \"%s\", \"value\": \"%s\"}"
                                    .formatted(
                                            turn.substring(0, colon), turn.substring(colon + 1)));
        }

        var data = readTurns(row.toString());

        assertEquals(List.of(reason), DataFolder.reasons(data));
        assertEquals(List.of(), data.samples());
    }

    @Test
    void markerWithoutPictureIsRefused() throws Exception {
        Path file =
                folder.file(
                        "data.jsonl",
                        "{\"conversations\": [{\"from\": \"human\", \"value\": \"<image>Hi\"}, %s]}"
                                .formatted(ANSWER));
        assertEquals(
                List.of(Reason.MARKER_WITHOUT_PICTURE), DataFolder.reasons(DataFolder.read(file)));
    }

    @Test
    void severalPicturesAreRefused() throws Exception {
        Path file =
                folder.file(
                        "data.jsonl",
                        "{\"images\": [\"cat.jpg\", \"dog.jpg\"], \"conversations\": [{\"from\":"
                                + " \"human\", \"value\": \"Hi\"}, %s]}".formatted(ANSWER));
        assertEquals(List.of(Reason.SEVERAL_PICTURES), DataFolder.reasons(DataFolder.read(file)));
    }

    @Test
    void sameRowTwiceIsLeftOutAndSameIdIsChanged() throws Exception {
        String row =
                "{\"id\": \"a\", \"conversations\": [{\"from\": \"human\", \"value\": \"%s\"}, %s]}";
        Path file =
                folder.file(
                        "data.jsonl",
                        row.formatted("Hi", ANSWER),
                        row.formatted("Hi", ANSWER),
                        row.formatted("Ho", ANSWER));

        var data = DataFolder.read(file);

        assertEquals(List.of(Reason.DUPLICATE_ROW, Reason.DUPLICATE_ID), DataFolder.reasons(data));
        assertEquals(List.of("a", "a~3"), data.samples().stream().map(Sample::id).toList());
    }

    @Test
    void typeComesFromFieldThenFileThenForm() throws Exception {
        String row =
                "{\"id\": \"%s\"%s, \"conversations\": [{\"from\": \"human\", \"value\": \"Why?\"}, %s]}";
        Path named =
                folder.file(
                        "detail_23k.json",
                        "[" + row.formatted("a", ", \"type\": \"complex\"", ANSWER) + ",",
                        row.formatted("b", "", ANSWER) + "]");
        Path plain =
                folder.file(
                        "x.jsonl",
                        row.formatted("c", "", ANSWER),
                        row.formatted("d", ", \"type\": \"riddle\"", ANSWER));

        assertEquals(List.of(SampleType.COMPLEX, SampleType.DETAIL), types(named));
        assertEquals(List.of(SampleType.CONVERSATION, SampleType.CONVERSATION), types(plain));
        assertEquals(List.of(Reason.UNKNOWN_TYPE), DataFolder.reasons(DataFolder.read(plain)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Describe the image briefly. | 20  | CAPTION
                    Describe the image.         | 500 | DETAIL
                    Why does he wear a helmet?  | 500 | COMPLEX
                    What colour is the car?     | 5   | CONVERSATION
                    """)
    void formOfQuestionAndAnswerTellsTheType(String question, int length, SampleType type) {
        var turns =
                List.of(
                        new SampleTurn(Role.USER, question),
                        new SampleTurn(Role.ASSISTANT, "a".repeat(length)));
        assertEquals(type, TypeGuess.of(turns));
    }

    private List<SampleType> types(Path file) throws Exception {
        return DataFolder.read(file).samples().stream().map(Sample::type).toList();
    }

    private Dataset readTurns(String turns) throws Exception {
        return DataFolder.read(
                folder.file(
                        "data.jsonl",
                        "{\"id\": \"1\", \"image\": \"cat.jpg\", \"conversations\": [%s]}"
                                .formatted(turns)));
    }
}
