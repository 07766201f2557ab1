package dev.nunchi.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.generate.SamplingOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class NunchiCommandTest {
    @Test
    void filesAloneAreForTheWindow(@TempDir Path dir) throws IOException {
        Path picture = Files.createFile(dir.resolve("고양이 one.jpg"));

        assertEquals(List.of(picture), NunchiCommand.files(picture.toString()));
        assertEquals(List.of(picture), NunchiCommand.files(picture.toUri().toString()));
        assertEquals(List.of(dir, picture), NunchiCommand.files(dir + "", picture + ""));
    }

    @Test
    void verbsAndOptionsAreNoFiles(@TempDir Path dir) throws IOException {
        Path picture = Files.createFile(dir.resolve("cat.jpg"));

        assertEquals(List.of(), NunchiCommand.files());
        assertEquals(List.of(), NunchiCommand.files("--version"));
        assertEquals(List.of(), NunchiCommand.files("ask", picture.toString()));
        assertEquals(List.of(), NunchiCommand.files(dir.resolve("gone.jpg").toString()));
    }

    @Test
    void answerGoesToStandardOutputAlone() {
        assertEquals(
                new CommandLineRun(0, "small saw 0: What is this?\n", ""),
                CommandLineRun.of("ask", "What is this?"));
    }

    @Test
    void koreanQuestionComesBackUnharmed() {
        assertEquals("small saw 0: 이게 뭐예요?\n", CommandLineRun.of("ask", "이게 뭐예요?").out());
    }

    @Test
    void seenTellsOfEachWordHowMuchLikelierThePictureMadeIt() {
        var run = CommandLineRun.of("ask", "--seen", "../assets/samples/cat.jpg", "Why?");

        assertTrue(run.out().contains("+0.7  ###"), run.out());
        assertTrue(run.out().endsWith("Why?\n"), run.out());
    }

    @Test
    void seenWithoutAPictureIsAMistakeOfUse() {
        var run = CommandLineRun.of("ask", "--seen", "Why?");

        assertEquals(2, run.exitCode());
    }

    @Test
    void jsonHoldsTheAnswerAndItsFigures() {
        assertEquals(
                """
                {"answer":"small saw 0: Why?","finishReason":"stop","promptTokens":7,\
                "imageTokens":0,"newTokens":3,"timing":{"pictures":1.0,"prefill":2.0,\
                "firstToken":3.0,"decode":4.0,"total":5.0,"tokensPerSecond":500.0},"pictures":[],\
                "memory":{"process":0,"keysAndValues":0}}
                """,
                CommandLineRun.of("ask", "--json", "Why?").out());
    }

    @Test
    void modelIsChosenByName() {
        assertEquals("large saw 0: Hi\n", CommandLineRun.of("ask", "--model", "large", "Hi").out());
    }

    @Test
    void seedAndTemperatureReachTheSampler() {
        var models = new FakeModels();
        CommandLineRun.of(models, "ask", "--temperature", "0.7", "--seed", "5", "Hi");
        assertEquals(
                SamplingOptions.greedy().withTemperature(0.7).withSeed(5),
                models.asked.getFirst().sampling());
    }

    @Test
    void interruptedAnswerEndsWithTheShellsCode() {
        assertEquals(130, CommandLineRun.interrupted("ask", "Hi").exitCode());
    }

    @Test
    void verboseNamesTheStagesOnStandardError() {
        assertEquals(
                "Loading the model\nReading the question\n",
                CommandLineRun.of("ask", "--verbose", "Hi").err());
    }

    @Test
    void forgottenQuestionIsToldFromAPicture(@TempDir Path folder) throws IOException {
        var picture = Files.createFile(folder.resolve("beach.jpg"));
        var run = CommandLineRun.of("ask", picture.toString());
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("The question is missing"), run.err());
    }

    @Test
    void missingPictureFailsWithASentenceAndNoTrace() {
        var run = CommandLineRun.of("ask", "nowhere.png", "What is this?");
        assertEquals(1, run.exitCode());
        assertEquals("", run.out());
        assertTrue(run.err().contains("nowhere.png"), run.err());
        assertTrue(run.err().lines().count() <= 2, run.err());
    }

    @Test
    void unknownModelIsAMistakeOfTheCommandLine() {
        var run = CommandLineRun.of("ask", "--model", "huge", "Hi");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("There is no model named huge"), run.err());
    }

    @Test
    void unknownDeviceIsAMistakeOfTheCommandLine() {
        var run = CommandLineRun.of("ask", "--device", "abacus", "Hi");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("There is no kind of device named abacus"), run.err());
    }

    @Test
    void deviceThatIsNotThereIsToldWithTheReason() {
        var run = CommandLineRun.of("ask", "--device", "cuda", "Hi");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("cuda is not on this machine: its attention"), run.err());
    }

    @Test
    void devicesAreListedAsLinesAndAsJson() {
        assertTrue(CommandLineRun.of("devices").out().startsWith("cpu       yes"));
        var json = CommandLineRun.of("devices", "--json").out();
        assertTrue(json.startsWith("[{\"name\":\"cpu\",\"available\":true"), json);
    }

    @Test
    void wrongNumbersAreMistakesOfTheCommandLine() {
        for (var wrong : List.of("--max-tokens=0", "--max-tokens=x", "--temperature=-1")) {
            assertEquals(2, CommandLineRun.of("ask", wrong, "Hi").exitCode(), wrong);
        }
    }

    @Test
    void listNamesBundledModelsFirst() {
        var lines = CommandLineRun.of("models", "list").out().lines().toList();
        assertTrue(lines.getFirst().startsWith("small "), lines.getFirst());
        assertTrue(lines.get(1).startsWith("large "), lines.get(1));
    }

    @Test
    void fitTellsWhatAModelNeedsOfTheMemory() {
        var run = CommandLineRun.of("models", "fit", "small", "--context", "1000", "--json");
        var found = new JsonMapper().readTree(run.out());
        assertEquals(3_100_000_000L, found.path("memoryBytes").asLong());
        assertEquals(100_000_000L, found.path("cacheBytes").asLong());
        assertEquals(found.path("fits").asBoolean() ? 0 : 1, run.exitCode());
    }

    @Test
    void importedModelCanBeRemoved() {
        var models = new FakeModels();
        assertEquals(0, CommandLineRun.of(models, "models", "remove", "large").exitCode());
        assertEquals(List.of("large"), models.removed);
    }

    @Test
    void bundledModelCannotBeRemoved() {
        var models = new FakeModels();
        assertEquals(1, CommandLineRun.of(models, "models", "remove", "small").exitCode());
        assertEquals(List.of(), models.removed);
    }

    @Test
    void importOfAnUnknownArchitectureSaysWhich() {
        var run = CommandLineRun.of("models", "import", "mamba");
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("mamba"), run.err());
    }

    @Test
    void helpOfEveryVerbNamesItsArguments() {
        assertTrue(CommandLineRun.of("--help").out().contains("conformance"));
        assertTrue(CommandLineRun.of("ask", "--help").out().contains("QUESTION"));
        assertTrue(CommandLineRun.of("models", "import", "--help").out().contains("PATH"));
    }

    @Test
    void versionNamesTheProgram() {
        assertTrue(CommandLineRun.of("--version").out().startsWith("nunchi "));
    }

    @Test
    void nothingToDoIsAMistakeOfTheCommandLine() {
        assertEquals(2, CommandLineRun.of().exitCode());
    }
}
