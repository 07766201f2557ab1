package dev.nunchi.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.settings.Language;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.progress.Stage;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class DirectJobRunnerTest {
    @TempDir private Path dir;
    private JobRunner jobs;
    private final List<Object> heard = new ArrayList<>();

    @BeforeEach
    void createRunner() {
        jobs = new DirectJobRunner(new Boundary(Messages.of(Language.EN), new ErrorReports(dir)));
    }

    @Test
    void listenersHearWhatCameBeforeThem() {
        jobs.run(
                        Job.of(
                                "answering",
                                context -> {
                                    context.report(Stage.ANSWERING, 1, 4);
                                    context.onText("a ");
                                    context.onText("cat");
                                    return 7;
                                }))
                .onProgress(heard::add)
                .onText(heard::add)
                .onSuccess(heard::add)
                .onFailure(heard::add);

        assertEquals(List.of(new JobProgress(Stage.ANSWERING, 1, 4), "a cat", 7), heard);
    }

    @Test
    void engineErrorBecomesAProblem() {
        jobs.run(
                        Job.of(
                                "importing",
                                _ -> {
                                    throw new DataException("x.json", 3, "no number");
                                }))
                .onSuccess(heard::add)
                .onFailure(problem -> heard.add(problem.sentence()));

        assertEquals(List.of("Something in x.json is not as it should be."), heard);
    }

    @Test
    void escapeBecomesAProblemWithAReport() throws IOException {
        var problems = new ArrayList<Problem>();
        jobs.run(failing(new IllegalStateException("the secret question")))
                .onFailure(problems::add);

        String report = Files.readString(Path.of(problems.getFirst().detail()));
        assertTrue(report.contains("java.lang.IllegalStateException"));
        assertTrue(report.contains("DirectJobRunnerTest"));
        assertFalse(report.contains("secret"));
    }

    @Test
    void errorOfTheMachineBecomesAProblemToo() {
        jobs.run(failing(new OutOfMemoryError())).onFailure(p -> heard.add(p.sentence()));

        assertEquals(List.of("Something went wrong inside Nunchi."), heard);
    }

    @Test
    void circularCausesEndTheReport() {
        var first = new IllegalStateException();
        var second = new IllegalStateException(first);
        first.initCause(second);

        jobs.run(failing(first)).onFailure(p -> heard.add(p.sentence()));

        assertEquals(1, heard.size());
    }

    private static Job<Object> failing(Throwable error) {
        return Job.of(
                "failing",
                _ -> {
                    if (error instanceof Error e) {
                        throw e;
                    }
                    throw (RuntimeException) error;
                });
    }
}
