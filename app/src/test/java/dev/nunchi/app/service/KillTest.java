package dev.nunchi.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Kills a program in the middle of an answer and looks at what it left.
class KillTest {
    private static final int DELTAS_BEFORE_KILL = 150;
    private static final long MILLIS_BETWEEN_DELTAS = 10;
    private static final long MAY_BE_LOST_MILLIS = 500;

    @TempDir private Path dir;

    @Test
    @Timeout(60)
    void killedProgramLosesAtMostTheLastHalfSecond()
            throws IOException, InterruptedException, StoreException {
        Process program = start();
        var said = new ArrayList<Long>();
        try (BufferedReader lines = program.inputReader()) {
            while (said.size() < DELTAS_BEFORE_KILL) {
                said.add(Long.parseLong(lines.readLine()));
            }
        } finally {
            program.destroyForcibly().waitFor();
        }
        long mustBeThere =
                said.stream().filter(t -> t <= said.getLast() - MAY_BE_LOST_MILLIS).count();

        try (var app = new Fixture(dir)) {
            StoredTurn left = app.store.turns(1).getLast();
            assertEquals(StoredTurn.State.PARTIAL, left.state());
            assertTrue(
                    left.text().length() >= mustBeThere,
                    () -> left.text().length() + " of at least " + mustBeThere);
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Answering.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// The program that is killed: prints the time of every character that it says.
    static final class Answering {
        private Answering() {}

        public static void main(String[] arguments) throws StoreException, EngineException {
            PrintStream out = System.out;
            var app = new Fixture(Path.of(arguments[0]));
            String[] deltas = Collections.nCopies(100_000, "x").toArray(String[]::new);
            app.one().says(() -> sayOne(out), deltas);
            app.models.open(app.catalog.list().getFirst(), Progress.NONE);
            long id = app.conversations.create().id();
            app.chat.ask(id, new Draft("What?", List.of()));
            app.chat.answer(id, new HeardAnswer(), new CancelToken());
        }

        private static void sayOne(PrintStream out) {
            LockSupport.parkNanos(MILLIS_BETWEEN_DELTAS * 1_000_000);
            out.println(System.nanoTime() / 1_000_000);
            out.flush();
        }
    }
}
