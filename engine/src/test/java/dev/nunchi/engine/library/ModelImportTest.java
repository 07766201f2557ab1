package dev.nunchi.engine.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.checkpoint.WeightError;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.ImportPlan.Piece;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class ModelImportTest {
    private static final Path FILE = Path.of("weights");
    private static final List<String> TEXTS = List.of("one", "three", "five!");
    private static final WeightError ERROR_OF_A_PIECE = new WeightError(0.5, 2);

    @TempDir Path temporary;

    /// Numbers of the pieces that were made, in order.
    private final List<Integer> made = new ArrayList<>();

    @Test
    void piecesComeTogetherInOneFile() throws EngineException, IOException {
        run(plan("a"));
        assertEquals("onethreefive!", Files.readString(folder().resolve(FILE)));
        assertFalse(Files.exists(folder().resolve(ImportLog.FILE)));
    }

    @Test
    void errorsOfAllPiecesAreSummed() throws EngineException, IOException {
        assertEquals(Optional.of(new WeightError(1.5, 6)), run(plan("a")));
    }

    @Test
    void killedImportGoesOnWhereItWas() throws EngineException, IOException {
        killAfter(2, plan("a"));
        assertEquals(Optional.of(new WeightError(1.5, 6)), run(plan("a")));
        assertEquals(List.of(2), made);
        assertEquals("onethreefive!", Files.readString(folder().resolve(FILE)));
    }

    @Test
    void pieceThatChangedSinceIsMadeAgain() throws EngineException, IOException {
        killAfter(2, plan("a"));
        Files.writeString(folder().resolve(FILE), "oneTHREE");
        run(plan("a"));
        assertEquals(List.of(1, 2), made);
        assertEquals("onethreefive!", Files.readString(folder().resolve(FILE)));
    }

    @Test
    void pieceWhoseFileHasGoneIsMadeAgain() throws EngineException, IOException {
        killAfter(2, plan("a"));
        Files.delete(folder().resolve(FILE));
        run(plan("a"));
        assertEquals(List.of(0, 1, 2), made);
    }

    @Test
    void halfALineOfTheLogCountsAsNone() throws EngineException, IOException {
        killAfter(2, plan("a"));
        var log = folder().resolve(ImportLog.FILE);
        String text = Files.readString(log);
        Files.writeString(log, text.substring(0, text.length() - 1));
        run(plan("a"));
        assertEquals(List.of(1, 2), made);
    }

    @Test
    void anotherPlanBeginsAnew() throws EngineException, IOException {
        killAfter(2, plan("a"));
        run(plan("b"));
        assertEquals(List.of(0, 1, 2), made);
    }

    @Test
    void cancelledImportSaysSo() throws EngineException, IOException {
        var cancel = new CancelToken();
        Progress progress = (_, _, _) -> cancel.cancel();
        var result = newImport(plan("a")).run(progress, cancel);
        assertEquals(Optional.empty(), result);
        assertEquals(List.of(0), made);
    }

    private Path folder() {
        return temporary.resolve("model.part");
    }

    private Optional<WeightError> run(ImportPlan plan) throws EngineException, IOException {
        return newImport(plan).run(Progress.NONE, CancelToken.none());
    }

    private ModelImport newImport(ImportPlan plan) {
        return new ModelImport(plan, folder(), Stage.COPYING_MODEL);
    }

    /// An import that ends, as in a power failure, when so many pieces are there.
    private void killAfter(int pieces, ImportPlan plan) {
        Progress progress =
                (_, _, _) -> {
                    if (made.size() == pieces) {
                        throw new Killed();
                    }
                };
        assertThrows(Killed.class, () -> newImport(plan).run(progress, CancelToken.none()));
        made.clear();
    }

    private ImportPlan plan(String fingerprint) {
        var pieces = new ArrayList<Piece>();
        long offset = 0;
        for (int i = 0; i < TEXTS.size(); i++) {
            int number = i;
            var bytes = TEXTS.get(i).getBytes(StandardCharsets.UTF_8);
            pieces.add(
                    new Piece(
                            FILE,
                            offset,
                            bytes.length,
                            bytes.length,
                            out -> {
                                made.add(number);
                                out.write(ByteBuffer.wrap(bytes));
                                return ERROR_OF_A_PIECE;
                            }));
            offset += bytes.length;
        }
        return new ImportPlan(pieces, fingerprint);
    }

    private static final class Killed extends RuntimeException {}
}
