package dev.nunchi.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

class BenchCommandTest {
    /// The fake model takes 3 ms to the first token, 2 ms to read 7 and 4 ms to write 3.
    @Test
    void figuresArePrintedAsOneLineOfJson() {
        var run = CommandLineRun.of("bench", "--json", "--rounds", "1");
        assertEquals(0, run.exitCode(), run.err());
        var json = JsonMapper.shared().readTree(run.out());
        assertEquals("small", json.get("model").asString());
        assertEquals(3, json.get("firstTokenMillis").asDouble());
        assertEquals(3, json.get("followUpFirstTokenMillis").asDouble());
        assertEquals(3500, json.get("prefillTokensPerSecond").asDouble());
        assertEquals(500, json.get("decodeTokensPerSecond").asDouble());
        double read = json.get("decodeTokensPerSecond").asDouble() * 2e9;
        double most = json.get("memoryBandwidth").asDouble();
        assertEquals(read / most, json.get("bandwidthShare").asDouble(), 1e-9 * read / most);
    }

    @Test
    void figuresArePrintedForPeople() {
        var run = CommandLineRun.of("bench", "--rounds", "1");
        assertTrue(run.out().contains("First token, same picture"), run.out());
    }

    @Test
    void interruptedBenchPrintsNoFigures() {
        var run = CommandLineRun.interrupted("bench", "--json");
        assertEquals(130, run.exitCode());
        assertEquals("", run.out());
    }

    @Test
    void noAnswerAtAllIsAMistakeOfTheCommandLine() {
        var run = CommandLineRun.of("bench", "--new-tokens", "0");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("--prompt-tokens and --pictures"), run.err());
    }
}
