package dev.nunchi.app.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.curate.CheckName;
import dev.nunchi.app.curate.Finding;
import dev.nunchi.app.store.NewReviewRow;
import dev.nunchi.app.store.ReviewDecision;
import dev.nunchi.app.store.ReviewDecision.Accept;
import dev.nunchi.app.store.ReviewDecision.Edit;
import dev.nunchi.app.store.ReviewDecision.Reject;
import dev.nunchi.app.store.ReviewDecision.Restore;
import dev.nunchi.app.store.ReviewDesk;
import dev.nunchi.app.store.ReviewFilter;
import dev.nunchi.app.store.ReviewFilter.Standing;
import dev.nunchi.app.store.ReviewRow;
import dev.nunchi.app.store.ReviewSet;
import dev.nunchi.app.store.ReviewStatistics;
import dev.nunchi.app.store.ReviewStatistics.Bin;
import dev.nunchi.app.store.ReviewStatistics.Found;
import dev.nunchi.app.store.ReviewStatistics.Named;
import dev.nunchi.app.store.ReviewStore;
import dev.nunchi.app.store.ReviewStore.Kept;
import dev.nunchi.app.store.ReviewTally;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.Verdict;
import dev.nunchi.app.store.VerdictPair;
import dev.nunchi.engine.data.SampleType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SqliteReviewsTest {
    private static final Finding LEAK =
            new Finding(CheckName.LEAKED_COORDINATES, 0.1, "[0.1, 0.2]", Optional.of(1));
    private static final Finding SHORT =
            new Finding(CheckName.LENGTH, 0.4, "2 words", Optional.empty());
    private static final ReviewSet.Source SOURCE =
            new ReviewSet.Source(Path.of("rows.json"), 99, Instant.ofEpochMilli(5));
    private static final ReviewFilter ALL = ReviewFilter.ALL;

    @TempDir private Path dir;
    private ReviewStore store;
    private ReviewDesk ann;
    private ReviewDesk bora;

    @BeforeEach
    void open() throws StoreException {
        store = reopened();
        long set = fill("first");
        ann = new ReviewDesk(set, "Ann");
        bora = new ReviewDesk(set, "보라");
    }

    private ReviewStore reopened() throws StoreException {
        return SqliteReviews.open(
                dir.resolve("reviews.db"), dir.resolve("native"), InstantSource.system());
    }

    @AfterEach
    void close() throws StoreException {
        store.close();
    }

    /// Two red buses, a cat, and a dog with findings.
    private long fill(String name) throws StoreException {
        long set = store.begin(name, SOURCE).id();
        store.add(
                set,
                List.of(
                        row(SampleType.CONVERSATION, 3, "a red bus", List.of("bus")),
                        row(SampleType.DETAIL, 40, "one more red bus", List.of("bus", "person")),
                        row(SampleType.CONVERSATION, 7, "고양이 한 마리", List.of("cat"))));
        store.add(
                set,
                List.of(
                        row(
                                SampleType.COMPLEX,
                                120,
                                "a dog at (0.1, 0.2)",
                                List.of("dog"),
                                LEAK,
                                SHORT)));
        return store.complete(set).id();
    }

    private static NewReviewRow row(
            SampleType kind, int words, String text, List<String> objects, Finding... findings) {
        return new NewReviewRow(kind, words, text, objects, "line of " + text, List.of(findings));
    }

    private List<Integer> numbers(ReviewDesk desk, ReviewFilter filter) throws StoreException {
        var numbers = new ArrayList<Integer>();
        long after = 0;
        for (var row = store.next(desk, filter, after);
                row.isPresent();
                row = store.next(desk, filter, after)) {
            numbers.add(row.get().number());
            after = row.get().id();
        }
        assertEquals(numbers.size(), store.count(desk, filter), "the count of " + filter);
        return numbers;
    }

    private ReviewRow at(ReviewDesk desk, int number) throws StoreException {
        var row = store.next(desk, ALL, 0).orElseThrow();
        while (row.number() < number) {
            row = store.next(desk, ALL, row.id()).orElseThrow();
        }
        return row;
    }

    private void decide(ReviewDesk desk, int number, ReviewDecision decision)
            throws StoreException {
        store.decide(desk, at(desk, number).id(), decision);
    }

    @Test
    void rowsAreReadAsTheyWereImported() throws StoreException {
        assertEquals(
                new ReviewRow(
                        at(ann, 4).id(),
                        4,
                        "line of a dog at (0.1, 0.2)",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(LEAK, SHORT)),
                at(ann, 4));
    }

    @Test
    void rowsComeInTheOrderOfTheFileAndBack() throws StoreException {
        assertEquals(List.of(1, 2, 3, 4), numbers(ann, ALL));
        long third = at(ann, 3).id();
        assertEquals(2, store.previous(ann, ALL, third).orElseThrow().number());
        assertEquals(Optional.empty(), store.previous(ann, ALL, at(ann, 1).id()));
    }

    @Test
    void filtersGoByKindCheckAndWords() throws StoreException {
        var conversations = ALL.withKind(Optional.of(SampleType.CONVERSATION));
        assertEquals(List.of(1, 3), numbers(ann, conversations));
        assertEquals(
                List.of(4), numbers(ann, ALL.withCheck(Optional.of(CheckName.LEAKED_COORDINATES))));
        assertEquals(List.of(), numbers(ann, ALL.withCheck(Optional.of(CheckName.REFUSAL))));
        assertEquals(List.of(1, 2), numbers(ann, ALL.withWords("RED bus")));
        assertEquals(List.of(3), numbers(ann, ALL.withWords("양이")));
        assertEquals(List.of(1), numbers(ann, conversations.withWords("bus")));
    }

    @ParameterizedTest
    @CsvSource({
        "양이, 3", "마리, 3", "리, 3", "양, 3", "한, 3", "do, 4", "DO, 4", "0., 4", "2), 4", "%, ", "zq, ",
        "'\"', "
    })
    void shortWordsAreFoundWhereverTheyStand(String word, @Nullable Integer number)
            throws StoreException {
        assertEquals(
                number == null ? List.of() : List.of(number), numbers(ann, ALL.withWords(word)));
    }

    @Test
    void statisticsFollowDecisionsAndRows() throws StoreException {
        assertEquals(0, store.statistics(ann).kinds().get(SampleType.DETAIL).accepted());
        decide(ann, 2, new Accept());
        assertEquals(1, store.statistics(ann).kinds().get(SampleType.DETAIL).accepted());

        store.add(ann.set(), List.of(row(SampleType.DETAIL, 4, "a new row", List.of("bus"))));

        var now = store.statistics(ann);
        assertEquals(new ReviewTally(2, 1, 0, 0), now.kinds().get(SampleType.DETAIL));
        assertTrue(now.objects().contains(new ReviewStatistics.Named("bus", 3)), "" + now);
    }

    @Test
    void filtersGoByWhatEachReviewerDecided() throws StoreException {
        decide(ann, 1, new Accept());
        decide(ann, 2, new Reject());
        decide(ann, 3, new Edit("line of 고양이 두 마리"));
        decide(bora, 1, new Reject());

        assertEquals(List.of(4), numbers(ann, ALL.withStanding(Standing.UNDECIDED)));
        assertEquals(List.of(1), numbers(ann, ALL.withStanding(Standing.ACCEPTED)));
        assertEquals(List.of(2), numbers(ann, ALL.withStanding(Standing.REJECTED)));
        assertEquals(List.of(3), numbers(ann, ALL.withStanding(Standing.EDITED)));
        assertEquals(List.of(2, 3, 4), numbers(bora, ALL.withStanding(Standing.UNDECIDED)));
        var redUndecided = ALL.withStanding(Standing.UNDECIDED).withWords("red");
        assertEquals(List.of(2), numbers(bora, redUndecided));
        assertEquals(new ReviewTally(4, 1, 1, 1), store.tally(ann));
        assertEquals(List.of("Ann", "보라"), store.reviewers(ann.set()));
    }

    @Test
    void editsAreKeptWithTheVerdict() throws StoreException {
        decide(ann, 1, new Edit("better"));
        assertEquals(Optional.of("better"), at(ann, 1).edited());
        assertEquals(Optional.of(Verdict.EDITED), at(ann, 1).verdict());
        assertEquals(Optional.empty(), at(bora, 1).edited());

        decide(ann, 1, new Reject());
        assertEquals("better", at(ann, 1).current());
        decide(ann, 1, new Accept());
        assertEquals(Optional.of(Verdict.EDITED), at(ann, 1).verdict());
        decide(ann, 1, new Restore());
        assertEquals("line of a red bus", at(ann, 1).current());
        assertEquals(Optional.of(Verdict.ACCEPTED), at(ann, 1).verdict());
    }

    @Test
    void stepsAreTakenBackOneByOne() throws StoreException {
        decide(ann, 1, new Edit("better"));
        decide(bora, 1, new Accept());
        decide(ann, 1, new Reject());
        assertEquals(2, store.decide(ann, ALL.withWords("bus"), new Accept()));

        assertEquals(Optional.of(new ReviewStore.Undone(at(ann, 1).id(), 2)), store.undo(ann));
        assertEquals(Optional.of(Verdict.REJECTED), at(ann, 1).verdict());
        store.undo(ann);
        assertEquals(Optional.of(Verdict.EDITED), at(ann, 1).verdict());
        assertEquals("better", at(ann, 1).current());
        assertTrue(store.canUndo(ann));
        store.undo(ann);
        assertEquals(Optional.empty(), at(ann, 1).verdict());
        assertFalse(store.canUndo(ann));
        assertEquals(Optional.empty(), store.undo(ann));
        assertEquals(Optional.of(Verdict.ACCEPTED), at(bora, 1).verdict());
    }

    @Test
    void batchDecidesOnWhatPassesAndNothingElse() throws StoreException {
        var flagged = ALL.withCheck(Optional.of(CheckName.LEAKED_COORDINATES));
        assertEquals(1, store.decide(ann, flagged, new Reject()));
        assertEquals(List.of(4), numbers(ann, ALL.withStanding(Standing.REJECTED)));
        assertEquals(0, store.decide(ann, ALL.withWords("zebra"), new Reject()));
        store.undo(ann);
        assertFalse(store.canUndo(ann), "a batch of no rows is no step");
        assertThrows(
                IllegalArgumentException.class, () -> store.decide(ann, ALL, new Edit("same")));
    }

    @Test
    void decisionsSurviveTheEndOfTheProgram() throws StoreException {
        decide(ann, 2, new Edit("better"));
        // Neither closed nor told: as after a kill.
        try (var second = reopened()) {
            assertEquals(1, second.tally(ann).edited());
            assertEquals(Optional.of(2), second.undo(ann).map(_ -> 2));
        }
    }

    @Test
    void importThatWasNotFinishedIsForgotten() throws StoreException {
        long begun = store.begin("second", SOURCE).id();
        store.add(begun, List.of(row(SampleType.DETAIL, 1, "half an import", List.of())));
        assertEquals(List.of("first"), names());
        store.close();
        store = reopened();
        assertEquals(Optional.empty(), store.next(new ReviewDesk(begun, "Ann"), ALL, 0));
        assertEquals(List.of("first"), names());
    }

    @Test
    void setIsRemovedWithItsDecisionsAndNoOther() throws StoreException {
        var other = new ReviewDesk(fill("second"), "Ann");
        decide(other, 1, new Accept());
        decide(ann, 1, new Accept());
        store.remove(other.set());
        assertEquals(List.of("first"), names());
        assertEquals(ReviewTally.NONE, store.tally(other));
        assertEquals(List.of(1, 2), numbers(ann, ALL.withWords("bus")));
        assertTrue(store.canUndo(ann));
    }

    private List<String> names() throws StoreException {
        return store.sets().stream().map(ReviewSet::name).toList();
    }

    @Test
    void statisticsCountKindsLengthsObjectsAndFindings() throws StoreException {
        decide(ann, 1, new Accept());
        decide(ann, 3, new Reject());
        var statistics = store.statistics(ann);
        assertEquals(
                Map.of(
                        SampleType.CONVERSATION, new ReviewTally(2, 1, 0, 1),
                        SampleType.DETAIL, new ReviewTally(1, 0, 0, 0),
                        SampleType.COMPLEX, new ReviewTally(1, 0, 0, 0)),
                statistics.kinds());
        assertEquals(
                List.of(new Bin(0, 10, 2), new Bin(40, 50, 1), new Bin(120, 130, 1)),
                statistics.lengths());
        assertEquals(
                List.of(
                        new Named("bus", 2),
                        new Named("cat", 1),
                        new Named("dog", 1),
                        new Named("person", 1)),
                statistics.objects());
        assertEquals(
                List.of(new Found(CheckName.LEAKED_COORDINATES, 1), new Found(CheckName.LENGTH, 1)),
                statistics.findings());
    }

    @Test
    void reviewersAreComparedOnWhatBothDecided() throws StoreException {
        store.decide(ann, ALL, new Accept());
        decide(bora, 1, new Accept());
        decide(bora, 2, new Accept());
        decide(bora, 4, new Reject());
        assertEquals(
                List.of(
                        new VerdictPair(Verdict.ACCEPTED, Verdict.ACCEPTED, 2),
                        new VerdictPair(Verdict.ACCEPTED, Verdict.REJECTED, 1)),
                store.compare(ann.set(), "Ann", "보라"));
    }

    @Test
    void keptIsWhatSomebodyKeptAndNobodyRejected() throws StoreException {
        decide(ann, 1, new Accept());
        decide(ann, 2, new Accept());
        decide(bora, 2, new Edit("better"));
        decide(ann, 3, new Accept());
        decide(bora, 3, new Reject());
        assertEquals(
                List.of("line of a red bus", "better"),
                store.kept(ann.set(), 0, 10).stream().map(Kept::line).toList());
        assertEquals(2, store.countKept(ann.set()));
        long first = at(ann, 1).id();
        assertEquals(1, store.kept(ann.set(), first, 10).size());
    }

    @Test
    void damagedFileIsSetAsideWithWhatCouldBeRead() throws Exception {
        decide(ann, 1, new Accept());
        store.close();
        Path file = dir.resolve("reviews.db");
        byte[] bytes = Files.readAllBytes(file);
        // The second page is the root of a table or an index; the file's own schema stays legible.
        Arrays.fill(bytes, 4096, 4096 + 64, (byte) 0xFF);
        Files.write(file, bytes);
        store = reopened();
        assertTrue(store.sets().size() <= 1);
        try (var children = Files.list(dir)) {
            assertTrue(children.anyMatch(path -> path.toString().contains(".damaged-")));
        }
    }
}
