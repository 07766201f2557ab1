package dev.nunchi.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.curate.CheckName;
import dev.nunchi.app.store.ReviewDesk;
import dev.nunchi.app.store.ReviewFilter;
import dev.nunchi.app.store.ReviewSet;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.Verdict;
import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.app.teach.InstructionRows;
import dev.nunchi.app.testing.ReviewFile;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.data.RowProblem;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class CurationServiceTest {
    private static final ReviewFilter ALL = ReviewFilter.ALL;

    @TempDir private Path dir;
    private CurationService curation;
    private Path file;
    private ReviewSet set;
    private ReviewDesk ann;

    @BeforeEach
    void open() throws Exception {
        file = ReviewFile.write(dir.resolve("data"));
        curation = ReviewFile.service(dir);
        set = open(file);
        ann = new ReviewDesk(set.id(), "Ann");
    }

    private ReviewSet open(Path rows) throws Exception {
        return curation.open(rows, DataRows.Watch.none(), _ -> {}).orElseThrow().set();
    }

    @AfterEach
    void close() throws Exception {
        curation.close();
    }

    private CurationRow at(int number) throws Exception {
        var row = curation.next(ann, ALL, 0).orElseThrow();
        while (row.number() < number) {
            row = curation.next(ann, ALL, row.id()).orElseThrow();
        }
        return row;
    }

    private static List<SampleTurn> answered(CurationRow row, String answer) {
        var turns = new ArrayList<>(row.current().turns());
        turns.set(turns.size() - 1, new SampleTurn(Role.ASSISTANT, answer));
        return turns;
    }

    @Test
    void rowsAreHandedOutAsTheFileHasThem() throws Exception {
        var rows = ReviewFile.rows(dir.resolve("data").toAbsolutePath());
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(rows.get(i), at(i + 1).current());
        }
        assertEquals(4, set.rows());
        assertEquals("rows.json", set.name());
    }

    @Test
    void findingsStandBesideTheRowAndGoWithAnEdit() throws Exception {
        var leak = at(1).findings().getFirst();
        assertEquals(CheckName.LEAKED_COORDINATES, leak.check());
        assertEquals(Optional.of(1), leak.turn());
        var leaking = at(1);
        var turns = new ArrayList<>(leaking.current().turns());
        turns.set(1, new SampleTurn(Role.ASSISTANT, "Two."));
        curation.edit(ann, leaking, turns);
        assertFalse(at(1).findings().contains(leak));
        assertTrue(at(1).isChanged());
        assertEquals(Optional.of(Verdict.EDITED), at(1).verdict());
    }

    @Test
    void editBackToTheFirstWordsIsAnAcceptedRow() throws Exception {
        curation.edit(ann, at(2), answered(at(2), "Coffee."));
        curation.edit(ann, at(2), at(2).original().turns());
        assertEquals(Optional.of(Verdict.ACCEPTED), at(2).verdict());
        assertEquals(at(2).original(), at(2).current());
    }

    @Test
    void editKeepsTheRoles() throws Exception {
        var row = at(2);
        assertThrows(
                IllegalArgumentException.class,
                () -> curation.edit(ann, row, row.current().turns().reversed()));
    }

    @Test
    void fileThatHasNotChangedIsOpenedWhereItWasLeft() throws Exception {
        curation.accept(ann, at(1).id());
        assertEquals(set, open(file));
        assertEquals(1, curation.sets("Ann").getFirst().tally().decided());
        assertEquals(0, curation.sets("보라").getFirst().tally().decided());

        Files.writeString(file, "\n", StandardOpenOption.APPEND);
        assertNotEquals(set.id(), open(file).id());
        assertEquals(2, curation.sets("Ann").size());
    }

    @Test
    void cancelledImportLeavesNothing() throws Exception {
        var cancel = new CancelToken();
        cancel.cancel();
        Path other = ReviewFile.write(dir.resolve("other"));
        assertEquals(
                Optional.empty(),
                curation.open(other, new DataRows.Watch(Progress.NONE, cancel), _ -> {}));
        assertEquals(1, curation.sets("Ann").size());
    }

    @Test
    void reviewBeginsWhileRowsAreRead() throws Exception {
        Path many = many();
        var rowsThen = new ArrayList<Integer>();
        var done =
                curation.open(
                        many,
                        DataRows.Watch.none(),
                        begun -> {
                            var desk = new ReviewDesk(begun.id(), "Ann");
                            try {
                                assertTrue(curation.next(desk, ALL, 0).isPresent());
                                rowsThen.add(curation.tally(desk).rows());
                            } catch (StoreException e) {
                                throw new AssertionError(e);
                            }
                        });
        assertEquals(60, done.orElseThrow().set().rows());
        assertEquals(List.of(20), rowsThen);
    }

    @Test
    void importThatWasCutOffGoesOnAndKeepsDecisions() throws Exception {
        Path many = many();
        var cancel = new CancelToken();
        var cut =
                curation.open(
                        many,
                        new DataRows.Watch(Progress.NONE, cancel),
                        begun -> {
                            var desk = new ReviewDesk(begun.id(), "Ann");
                            try {
                                curation.accept(
                                        desk, curation.next(desk, ALL, 0).orElseThrow().id());
                            } catch (StoreException e) {
                                throw new AssertionError(e);
                            }
                            cancel.cancel();
                        });
        assertEquals(Optional.empty(), cut);
        curation.close();

        var whole = open(many);

        assertEquals(60, whole.rows());
        assertEquals(1, curation.tally(new ReviewDesk(whole.id(), "Ann")).decided());
        assertEquals(60, curation.count(new ReviewDesk(whole.id(), "Ann"), ALL));
    }

    /// Sixty rows, no two alike.
    private Path many() {
        Path folder = dir.resolve("many");
        var rows = new ArrayList<InstructionRow>();
        for (int i = 0; i < 60; i++) {
            var row = ReviewFile.rows(folder).get(i % 4);
            rows.add(
                    ReviewFile.row(
                            "row-" + i,
                            row.scene(),
                            row.type(),
                            row.turns().getFirst().text() + " " + i * 7919,
                            row.turns().get(1).text()));
        }
        return ReviewFile.write(folder, rows);
    }

    @Test
    void fileWithoutRowsIsRefusedAndLeavesNothing() throws Exception {
        Path empty = Files.writeString(dir.resolve("empty.json"), "[]");
        assertThrows(DataException.class, () -> open(empty));
        Path lost =
                Files.writeString(
                        dir.resolve("lost.jsonl"),
                        """
                        {"id": "1", "image": "gone.jpg", "conversations": [{"from": "human",
                        """);
        assertThrows(EngineException.class, () -> open(lost));
        assertEquals(1, curation.sets("Ann").size());
    }

    @Test
    void rowsThatCannotBeReviewedAreToldOf() throws IOException, Exception {
        Files.delete(ReviewFile.picture(dir.resolve("data"), "coffee"));
        Path copy = Files.copy(file, file.resolveSibling("copy.json"));
        var done = curation.open(copy, DataRows.Watch.none(), _ -> {}).orElseThrow();
        assertEquals(3, done.set().rows());
        assertEquals(
                List.of(RowProblem.Reason.PICTURE_MISSING),
                done.leftOut().stream().map(RowProblem::reason).toList());
    }

    @Test
    void acceptedRowsAreReadBackByTheEngineWithTheirProvenance() throws Exception {
        curation.accept(ann, at(1).id());
        curation.edit(ann, at(2), answered(at(2), "A cup of coffee."));
        curation.reject(ann, at(3).id());

        Path out = dir.resolve("data").resolve("accepted.json");
        assertEquals(new ReviewExport.Result.Written(out, 2), export(out));
        var samples = Datasets.read(out, Progress.NONE, new CancelToken()).samples();
        assertEquals(List.of("cat-1", "coffee-1"), samples.stream().map(Sample::id).toList());
        assertEquals("A cup of coffee.", samples.getLast().firstAnswer());
        assertEquals(
                List.of("symbolic", "symbolic"),
                rows(out).stream().map(row -> row.provenance().teacher()).toList());
    }

    private static List<InstructionRow> rows(Path file) throws EngineException {
        var rows = new ArrayList<InstructionRow>();
        InstructionRows.read(
                file,
                DataRows.Watch.none(),
                new InstructionRows.Sink<RuntimeException>() {
                    @Override
                    public void row(InstructionRow row) {
                        rows.add(row);
                    }

                    @Override
                    public void problem(RowProblem problem) {
                        throw new AssertionError(problem);
                    }
                });
        return rows;
    }

    private ReviewExport.Result export(Path out) throws Exception {
        return curation.export(set, out, Progress.NONE, new CancelToken());
    }

    @Test
    void exportSaysWhyThereIsNoFile() throws Exception {
        Path out = dir.resolve("data").resolve("accepted.json");
        assertInstanceOf(ReviewExport.Result.NothingKept.class, export(out));
        curation.accept(ann, at(1).id());
        Path beside = Files.createDirectories(dir.resolve("beside")).resolve("accepted.json");
        assertEquals(
                new ReviewExport.Result.PicturesElsewhere(file.toAbsolutePath().getParent()),
                export(beside));
        var cancel = new CancelToken();
        cancel.cancel();
        assertEquals(
                new ReviewExport.Result.Cancelled(),
                curation.export(set, out, Progress.NONE, cancel));
        assertTrue(Files.notExists(out) && Files.notExists(beside));
    }

    @Test
    void rowsForTrainingLieBesideTheirFile() {
        assertEquals(
                file.toAbsolutePath().resolveSibling("rows.accepted.jsonl"),
                ReviewExport.besideSource(set));
    }

    @Test
    void reviewersAreComparedByName() throws Exception {
        var bora = new ReviewDesk(set.id(), "보라");
        curation.acceptAll(ann, ALL);
        curation.accept(bora, at(1).id());
        curation.reject(bora, at(2).id());
        var agreement = curation.agreement(set.id(), "Ann", "보라");
        assertEquals(2, agreement.rows());
        assertEquals(0.5, agreement.raw().orElseThrow());
        assertEquals(List.of("Ann", "보라"), curation.reviewers(set.id()));
    }
}
