package dev.nunchi.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

@Tag("system")
class AskTest {
    private static final String QUESTION = "What is in this picture?";

    @TempDir static Path folder;
    private static Program program;

    @BeforeAll
    static void compileTheDefaultModel() throws IOException, InterruptedException {
        program = new Program(folder.resolve("home with spaces"));
        assertEquals(0, program.run("ask", "--max-tokens", "1", "Hello").exitCode());
    }

    @Test
    void answersDifferFromPictureToPicture() throws IOException, InterruptedException {
        var answers = new TreeSet<String>();
        for (var name : List.of("astronaut", "cat", "coffee", "rocket")) {
            var result = program.run("ask", Program.sample(name).toString(), QUESTION);
            assertEquals(0, result.exitCode(), result.err());
            assertFalse(result.out().isBlank(), name);
            answers.add(result.out());
        }
        assertTrue(answers.size() > 1, answers.toString());
    }

    @Test
    void jsonHasTheFiguresOfTheAnswer() throws IOException, InterruptedException {
        var result = program.run("ask", "--json", Program.sample("cat").toString(), QUESTION);
        var json = new JsonMapper().readTree(result.out());
        assertEquals(
                Set.of(
                        "answer",
                        "finishReason",
                        "promptTokens",
                        "imageTokens",
                        "newTokens",
                        "timing",
                        "pictures",
                        "memory"),
                Set.copyOf(json.propertyNames()));
        assertEquals(49, json.get("imageTokens").intValue());
    }

    @Test
    void sameSeedGivesTheSameAnswer() throws IOException, InterruptedException {
        String[] command = {
            "ask",
            "--temperature",
            "0.8",
            "--seed",
            "7",
            Program.sample("coffee").toString(),
            QUESTION
        };
        assertEquals(program.run(command).out(), program.run(command).out());
    }

    @Test
    void pictureMayComeOnStandardInput() throws IOException, InterruptedException {
        var named = program.run("ask", Program.sample("cat").toString(), QUESTION);
        var piped =
                program.run(
                        List.of(
                                "sh",
                                "-c",
                                "exec \"$@\" <\"$0\"",
                                Program.sample("cat").toString()),
                        "ask",
                        "-",
                        QUESTION);
        assertEquals(named.out(), piped.out());
    }

    @Test
    void damagedPictureEndsInASentence() throws IOException, InterruptedException {
        var broken = folder.resolve("broken.jpg");
        byte[] whole = Files.readAllBytes(Program.sample("cat"));
        Files.write(broken, Arrays.copyOf(whole, whole.length / 3));
        var result = program.run("ask", broken.toString(), QUESTION);
        assertEquals(1, result.exitCode());
        assertEquals("", result.out());
        assertTrue(result.err().contains("broken.jpg"), result.err());
        assertFalse(result.err().contains("\tat "), result.err());
    }

    @Test
    void interruptedAnswerLeavesTheShellsCode() throws IOException, InterruptedException {
        var process =
                program.start(
                        Map.of(),
                        "interrupted.txt",
                        "ask",
                        "--max-tokens",
                        "100000",
                        "--temperature",
                        "2",
                        "Tell me a very long story.");
        Path log = Program.artefact("interrupted.txt");
        Waiting.until("the answer begins", () -> Files.size(log) > 0);
        assertEquals(130, Program.interrupt(process));
    }

    @Test
    void secondStartDoesNotBuild() throws IOException, InterruptedException {
        var result = program.run("--version");
        assertEquals(0, result.exitCode());
        assertEquals("", result.err());
    }

    @Test
    void unwritableHomeEndsInASentence() throws IOException, InterruptedException {
        var blocked = Files.createFile(folder.resolve("file"));
        var result =
                program.run(
                        List.of("env", "NUNCHI_HOME=" + blocked.resolve("home")), "models", "list");
        assertNotEquals(0, result.exitCode());
        assertFalse(result.err().contains("\tat "), result.err());
    }
}
