package dev.nunchi.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.data.DataOptions.CaptionForm;
import dev.nunchi.engine.data.RowProblem.Reason;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class CaptionRowsTest {
    @TempDir private Path temp;
    private DataFolder folder;

    @BeforeEach
    void writePictures() {
        folder = new DataFolder(temp).withPictures("images/dog.jpg", "cat.jpg");
    }

    @Test
    void eachCaptionBecomesASampleOfItsPicture() throws Exception {
        Path file =
                folder.file(
                        "captions.jsonl",
                        "{\"image\": \"images/dog.jpg\", \"captions\": [\"a dog .\", \"A brown dog runs\"]}");

        var data = DataFolder.read(file);

        assertEquals(List.of("A dog.", "A brown dog runs."), DataFolder.answers(data));
        for (var sample : data.samples()) {
            assertEquals(SampleType.CAPTION, sample.type());
            assertEquals(Optional.of(temp.resolve("images/dog.jpg")), sample.picture());
            assertTrue(Instructions.brief().contains(sample.turns().getFirst().text()));
        }
    }

    @Test
    void captionsStayAsWrittenOnDemand() throws Exception {
        Path file = folder.file("c.jsonl", "{\"image\": \"cat.jpg\", \"caption\": \" a cat . \"}");
        var data =
                DataFolder.read(file, DataOptions.defaults().withCaptions(CaptionForm.AS_WRITTEN));
        assertEquals(List.of("a cat ."), DataFolder.answers(data));
    }

    @Test
    void sameSeedDrawsTheSameQuestions() throws Exception {
        var lines =
                Stream.iterate(0, i -> i + 1)
                        .limit(20)
                        .map("{\"image\": \"cat.jpg\", \"caption\": \"cat %d\"}"::formatted)
                        .toArray(String[]::new);
        Path file = folder.file("c.jsonl", lines);

        var options = DataOptions.defaults().withSeed(5);
        var first = DataFolder.read(file, options);

        assertEquals(first, DataFolder.read(file, options));
        assertNotEquals(first.samples(), DataFolder.read(file, options.withSeed(6)).samples());
    }

    @Test
    void longCaptionAnswersAQuestionForDetails() throws Exception {
        String caption = "one two three four five six seven eight nine ten ".repeat(4);
        Path file =
                folder.file(
                        "c.jsonl",
                        "{\"image\": \"cat.jpg\", \"caption\": \"%s\"}".formatted(caption));
        var question = DataFolder.read(file).samples().getFirst().turns().getFirst().text();
        assertTrue(Instructions.detailed().contains(question), question);
    }

    @Test
    void badRowsAreNamedAndTheOthersKept() throws Exception {
        Path file =
                folder.file(
                        "captions.jsonl",
                        "{\"image\": \"cat.jpg\", \"captions\": [\"a cat\"]}",
                        "{\"image\": \"none.jpg\", \"captions\": [\"a cat\"]}",
                        "{\"image\": \"../../etc/passwd\", \"captions\": [\"a cat\"]}",
                        "{\"image\": \"cat.jpg\", \"captions\": []}",
                        "{\"image\": \"cat.jpg\", \"captions\": [\" . \"]}",
                        "{\"captions\": [\"a cat\"]}",
                        "{\"image\": \"captions.jsonl\", \"captions\": [\"a cat\"]}",
                        "{\"image\": ");

        var data = DataFolder.read(file);

        assertEquals(List.of("A cat."), DataFolder.answers(data));
        assertEquals(
                List.of(
                        Reason.PICTURE_MISSING,
                        Reason.PICTURE_OUTSIDE,
                        Reason.NO_TARGETS,
                        Reason.EMPTY_TURN,
                        Reason.FIELD_MISSING,
                        Reason.PICTURE_UNSUPPORTED,
                        Reason.UNREADABLE),
                DataFolder.reasons(data));
        assertEquals(
                List.of(2L, 3L, 4L, 5L, 6L, 7L, 8L),
                data.problems().stream().map(RowProblem::row).toList());
    }
}
