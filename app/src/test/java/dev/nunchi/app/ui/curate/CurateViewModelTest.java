package dev.nunchi.app.ui.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.curate.CheckName;
import dev.nunchi.app.service.CurationService;
import dev.nunchi.app.store.ReviewFilter;
import dev.nunchi.app.store.ReviewFilter.Standing;
import dev.nunchi.app.store.ReviewSet;
import dev.nunchi.app.store.ReviewTally;
import dev.nunchi.app.store.Verdict;
import dev.nunchi.app.testing.ReviewFile;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.engine.data.SampleType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

class CurateViewModelTest {
    @TempDir private Path dir;
    private Path file;
    private CurationService curation;
    private CurateViewModel page;
    private QueueViewModel queue;

    @BeforeEach
    void open() {
        var jobs = TestJobs.direct(dir);
        file = ReviewFile.write(dir.resolve("data"));
        curation = ReviewFile.service(dir);
        page = new CurateViewModel(curation, new RowPictures(jobs), jobs, "Ann");
        queue = page.queue();
        page.open(file);
    }

    @AfterEach
    void close() throws Exception {
        curation.close();
    }

    private int number() {
        return queue.rowProperty().get().orElseThrow().number();
    }

    private Optional<Verdict> verdict() {
        return queue.rowProperty().get().orElseThrow().verdict();
    }

    private ReviewSet set() {
        return ((CurateState.Reviewing) page.stateProperty().get()).set();
    }

    @Test
    void fileIsReviewedFromItsFirstRow() {
        assertInstanceOf(CurateState.Reviewing.class, page.stateProperty().get());
        assertEquals(1, number());
        assertEquals(4, queue.matchingProperty().get());
        assertTrue(page.checks().contains(CheckName.LEAKED_COORDINATES));
        assertInstanceOf(RowPictures.State.There.class, queue.pictures().shownProperty().get());
    }

    @Test
    void decisionsGoOnToTheNextRowAndCountAtOnce() {
        queue.accept();
        queue.reject();
        assertEquals(3, number());
        assertEquals(new ReviewTally(4, 1, 0, 1), queue.tallyProperty().get());
        assertEquals(2, queue.matchingProperty().get());
    }

    @Test
    void undecidedRowsComeRoundAgainUntilNoneIsLeft() {
        queue.next();
        queue.accept();
        queue.accept();
        queue.accept();
        assertEquals(1, number());
        queue.accept();
        assertEquals(Optional.empty(), queue.rowProperty().get());
        assertEquals(4, queue.tallyProperty().get().decided());
    }

    @Test
    void previousGoesBackToWhatWasDecided() {
        queue.accept();
        queue.previous();
        assertEquals(1, number());
        assertEquals(Optional.of(Verdict.ACCEPTED), verdict());
        queue.next();
        assertEquals(2, number());
    }

    @Test
    void lastRowOfAFilterStaysAndIsToldOf() {
        queue.filter(ReviewFilter.ALL.withKind(Optional.of(SampleType.DETAIL)));
        queue.next();
        assertEquals(2, number());
        assertEquals(Optional.of(new Told.LastRow()), page.news().toldProperty().get());
        queue.accept();
        assertEquals(2, number());
        assertEquals(Optional.of(Verdict.ACCEPTED), verdict());
    }

    @Test
    void editsAreKeptAndTakenBack() {
        queue.edit();
        assertTrue(queue.editingProperty().get());
        queue.accept();
        assertEquals(1, number(), "a key meant for words decides nothing");
        queue.save(List.of("How many?", "Two eyes.", "And?", "It looks."));
        assertFalse(queue.editingProperty().get());
        assertEquals(2, number());
        assertEquals(1, queue.tallyProperty().get().edited());

        queue.undo();
        assertEquals(1, number());
        assertEquals(Optional.empty(), verdict());
        assertFalse(queue.rowProperty().get().orElseThrow().isChanged());
        assertFalse(queue.undoableProperty().get());
    }

    @Test
    void turnWithoutWordsIsNotKept() {
        queue.edit();
        queue.save(List.of("How many?", " ", "And?", "It looks."));
        assertTrue(queue.editingProperty().get());
        assertEquals(Optional.of(new Told.EmptyTurn()), page.news().toldProperty().get());
        queue.cancelEdit();
        assertEquals(0, queue.tallyProperty().get().decided());
    }

    @Test
    void batchIsOneStep() {
        queue.accept();
        queue.filter(ReviewFilter.ALL.withWords("the"));
        int matching = queue.matchingProperty().get();
        queue.rejectAll();
        assertEquals(Optional.of(new Told.Rejected(matching)), page.news().toldProperty().get());
        assertEquals(matching, queue.tallyProperty().get().rejected());
        queue.undo();
        assertEquals(Optional.of(new Told.Undone(matching)), page.news().toldProperty().get());
        assertEquals(new ReviewTally(4, 1, 0, 0), queue.tallyProperty().get());
    }

    @Test
    void filterThatNothingPassesShowsNoRow() {
        queue.search("zebra");
        assertEquals(Optional.empty(), queue.rowProperty().get());
        assertEquals(0, queue.matchingProperty().get());
        queue.showAll();
        assertEquals(1, number());
    }

    @Test
    void flaggedRowsAreFound() {
        queue.filter(
                ReviewFilter.ALL
                        .withStanding(Standing.UNDECIDED)
                        .withCheck(Optional.of(CheckName.LEAKED_COORDINATES)));
        assertEquals(1, number());
        assertEquals(1, queue.matchingProperty().get());
    }

    @Test
    void eachReviewerHasTheirOwnQueue() {
        queue.accept();
        page.become(" 보라 ");
        assertEquals(1, number());
        assertEquals(Optional.empty(), verdict());
        assertEquals(List.of("Ann", "보라"), List.copyOf(page.reviewers()));
        queue.reject();
        page.show(DataTab.STATISTICS);
        var insight = page.insightProperty().get().orElseThrow();
        var agreement = insight.agreements().getFirst();
        assertEquals("보라", agreement.first());
        assertEquals("Ann", agreement.second());
        assertEquals(1, agreement.rows());
        page.become("  ");
        assertEquals("보라", page.reviewerProperty().get());
    }

    @Test
    void nameOfTheReviewerIsTold() {
        var told = new ArrayList<String>();
        page.onReviewer(told::add);
        page.become("보라");
        assertEquals(List.of("보라"), told);
    }

    @Test
    void actsOfTheQueueAreCommands() {
        var shown = new AtomicInteger();
        var commands = ReviewKeys.commands(page, shown::incrementAndGet);
        var accept = commands.getFirst();
        var undo = commands.getLast();

        assertEquals("review.accept", accept.id());
        assertEquals("review.undo", undo.id());
        assertFalse(undo.run());
        assertTrue(accept.run());
        assertEquals(1, queue.tallyProperty().get().accepted());
        assertTrue(undo.run());
        assertEquals(0, queue.tallyProperty().get().accepted());
        assertEquals(2, shown.get());
        page.choose();
        assertEquals(Optional.of("command.not.reviewing"), accept.hindrance().get());
    }

    @Test
    void setsAreListedAndGoOnWhereTheyWereLeft() {
        queue.accept();
        var first = set();
        page.choose();
        var known = ((CurateState.Choosing) page.stateProperty().get()).known();
        assertEquals(1, known.getFirst().tally().decided());
        page.review(first);
        assertEquals(2, number());
        page.choose();
        page.remove(first);
        assertEquals(List.of(), ((CurateState.Choosing) page.stateProperty().get()).known());
    }

    @Test
    void acceptedRowsAreHandedToTheTraining() {
        var handed = new ArrayList<Path>();
        page.onTrain(handed::add);
        page.trainWithThese();
        assertEquals(Optional.of(new Told.NothingKept()), page.news().toldProperty().get());
        queue.accept();
        page.trainWithThese();
        assertEquals(1, handed.size());
        assertTrue(Files.exists(handed.getFirst()));
    }

    @Test
    void exportIsToldWithItsRows() {
        queue.accept();
        Path out = file.resolveSibling("kept.jsonl");
        page.export(out);
        assertEquals(
                Optional.of(new Told.Exported(out.toAbsolutePath(), 1)),
                page.news().toldProperty().get());
    }

    @Test
    void fileThatCannotBeReadIsAProblemAndTheListIsThere() {
        page.open(dir.resolve("gone.json"));
        assertTrue(page.news().problemProperty().get().isPresent());
        var state = assertInstanceOf(CurateState.Choosing.class, page.stateProperty().get());
        assertEquals(1, state.known().size());
    }

    @Test
    void pictureThatIsGoneIsToldBesideItsRow() throws Exception {
        Files.delete(ReviewFile.picture(dir.resolve("data"), "rocket"));
        queue.filter(ReviewFilter.ALL.withWords("로켓이"));
        assertEquals(3, number());
        assertInstanceOf(
                RowPictures.State.Unreadable.class, queue.pictures().shownProperty().get());
    }
}
