package dev.nunchi.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.testing.ScriptedServer;
import dev.nunchi.engine.eval.CaptionEvaluation;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class EvaluateCommandTest {
    @TempDir private Path temp;
    private Path captions;

    @BeforeEach
    void writeCaptions() throws IOException {
        var pixel = PictureEncoder.png(new Picture(1, 1, new byte[3], "PNG", "0"));
        Files.write(temp.resolve("a.png"), pixel);
        Files.write(temp.resolve("b.png"), pixel);
        captions =
                Files.writeString(
                        temp.resolve("captions.csv"),
                        "image,caption\na.png,A cat saw\nb.png,A dog\nnone.png,Nothing\n");
    }

    /// The fake model says "small saw 1: Describe the image briefly." and takes each letter of a
    /// caption for a nat.
    @Test
    void figuresArePrintedAsOneLineOfJson() {
        var run = CommandLineRun.of("evaluate", "--captions", captions.toString(), "--json");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(
                "{\"captionLoss\":8.0,\"captionLossShuffled\":8.0,\"cider\":0.267508,"
                        + "\"nounRecall\":0.125,\"nounRecallShuffled\":0.125,\"rows\":2}\n",
                run.out());
        assertTrue(
                run.err().startsWith("captions.csv, row 4: The picture is not there"), run.err());
    }

    @Test
    void figuresArePrintedForPeople() {
        var run = CommandLineRun.of("evaluate", "--captions", captions.toString());
        assertTrue(run.out().contains("8.0000 with the picture, 8.0000 with another"), run.out());
    }

    @Test
    void interruptedEvaluationPrintsNoFigures() {
        var run = CommandLineRun.interrupted("evaluate", "--captions", captions.toString());
        assertEquals(130, run.exitCode());
        assertEquals("", run.out());
    }

    @Test
    void serverDescribesThePictures() {
        try (var server = new ScriptedServer()) {
            server.says("A cat");
            String who = server.endpoint("").address() + "#llava";
            var models = new FakeModels();
            models.home = temp.resolve("home");
            var run =
                    CommandLineRun.of(
                            models,
                            "evaluate",
                            "--captions",
                            captions.toString(),
                            "--candidate",
                            who,
                            "--json");
            assertEquals(0, run.exitCode(), run.err());
            assertTrue(run.out().startsWith("{\"cider\":"), run.out());
            assertTrue(run.out().endsWith("\"rows\":2}\n"), run.out());
            var first = server.requests().getFirst().body();
            assertTrue(first.contains(CaptionEvaluation.QUESTION), first);
            assertTrue(first.contains("data:image/png;base64,"), first);
        }
    }

    @Test
    void captionsAreDescribedByOneCandidate() {
        var run =
                CommandLineRun.of(
                        "evaluate",
                        "--captions",
                        captions.toString(),
                        "--candidate",
                        "a",
                        "--candidate",
                        "b");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("With --captions one --candidate"), run.err());
    }

    @Test
    void limitBelowTwoIsAMistakeOfTheCommandLine() {
        var run = CommandLineRun.of("evaluate", "--captions", captions.toString(), "--limit", "1");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("--limit must be 2 or more"), run.err());
    }

    @Test
    void fileWithoutTwoCaptionedPicturesIsRefused() throws IOException {
        Files.writeString(captions, "image,caption\na.png,A cat\n");
        var run = CommandLineRun.of("evaluate", "--captions", captions.toString());
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("fewer than two pictures"), run.err());
    }

    @Test
    void missingFileIsNamed() {
        var run = CommandLineRun.of("evaluate", "--captions", temp.resolve("no.json").toString());
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("no.json"), run.err());
    }
}
