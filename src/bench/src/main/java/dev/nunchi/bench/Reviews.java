package dev.nunchi.bench;

import dev.nunchi.app.curate.CheckName;
import dev.nunchi.app.curate.Finding;
import dev.nunchi.app.store.NewReviewRow;
import dev.nunchi.app.store.ReviewDecision;
import dev.nunchi.app.store.ReviewDesk;
import dev.nunchi.app.store.ReviewFilter;
import dev.nunchi.app.store.ReviewFilter.Standing;
import dev.nunchi.app.store.ReviewSet;
import dev.nunchi.app.store.ReviewStore;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.sqlite.SqliteReviews;
import dev.nunchi.engine.data.SampleType;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/// A review of 100,000 rows: open, filter, count, next, decide, undo. Half of the rows are decided.
///
/// Arguments: a folder for the database, which may be there from an earlier run, and how many rows.
final class Reviews {
    private static final int BATCH = 500;
    private static final int ROUNDS = 15;
    private static final List<SampleType> KINDS =
            List.of(SampleType.CONVERSATION, SampleType.DETAIL, SampleType.COMPLEX);
    private static final List<String> WORDS =
            List.of(
                    "the", "a", "bus", "person", "red", "stands", "behind", "table", "two", "cats",
                    "고양이가", "의자", "옆에", "있어요", "left", "right", "and", "which", "window", "of");

    private final ReviewStore store;
    private final PrintStream out;

    private interface Act {
        void run() throws StoreException;
    }

    private Reviews(ReviewStore store, PrintStream out) {
        this.store = store;
        this.out = out;
    }

    public static void main(String[] arguments) throws StoreException, IOException {
        Path folder = Path.of(arguments[0]);
        int rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
        Path file = folder.resolve("reviews-" + rows + ".db");
        Files.createDirectories(folder);
        boolean fresh = Files.notExists(file);
        long begun = System.nanoTime();
        try (var store =
                SqliteReviews.open(file, folder.resolve("native"), InstantSource.system())) {
            System.out.printf(Locale.ROOT, "opened in %.0f ms%n", millis(begun));
            var reviews = new Reviews(store, System.out);
            if (fresh) {
                reviews.fill(rows);
            }
            System.out.printf(Locale.ROOT, "%d MB%n", Files.size(file) >> 20);
            reviews.measure();
        }
    }

    private void fill(int rows) throws StoreException {
        long begun = System.nanoTime();
        var random = new Random(1);
        var source = new ReviewSet.Source(Path.of("rows.json"), 1, Instant.EPOCH);
        long set = store.begin("rows", source).id();
        var batch = new ArrayList<NewReviewRow>();
        for (int i = 0; i < rows; i++) {
            batch.add(row(random));
            if (batch.size() == BATCH || i == rows - 1) {
                store.add(set, batch);
                batch.clear();
            }
        }
        store.complete(set);
        out.printf(Locale.ROOT, "imported %d rows in %.1f s%n", rows, millis(begun) / 1000);
        var desk = new ReviewDesk(set, "Ann");
        begun = System.nanoTime();
        int red =
                store.decide(desk, ReviewFilter.ALL.withWords("red"), new ReviewDecision.Accept());
        int cats =
                store.decide(desk, ReviewFilter.ALL.withWords("cats"), new ReviewDecision.Reject());
        out.printf(Locale.ROOT, "two batches, %d and %d rows, %.0f ms%n", red, cats, millis(begun));
    }

    private static NewReviewRow row(Random random) {
        var text = new StringBuilder();
        int words = 20 + random.nextInt(80);
        for (int i = 0; i < words; i++) {
            // The first words are many times as frequent as the last.
            double share = random.nextDouble();
            text.append(WORDS.get((int) (share * share * share * WORDS.size()))).append(' ');
        }
        var kind = KINDS.get(random.nextInt(KINDS.size()));
        var findings = new ArrayList<Finding>();
        if (random.nextInt(10) == 0) {
            findings.add(new Finding(CheckName.UNSUPPORTED_OBJECT, 0.2, "zebra", Optional.of(1)));
        }
        if (random.nextInt(5000) == 0) {
            findings.add(new Finding(CheckName.REFUSAL, 0, "I cannot", Optional.of(1)));
        }
        String line =
                "{\"id\": \"row\", \"text\": \""
                        + text
                        + "\", \"boxes\": \""
                        + "0.1, ".repeat(60)
                        + "\"}";
        return new NewReviewRow(
                kind, words, text.toString(), List.of("bus", "person"), line, findings);
    }

    private void measure() throws StoreException {
        var set = store.sets().getFirst();
        var desk = new ReviewDesk(set.id(), "Ann");
        var all = ReviewFilter.ALL;
        var undecided = all.withStanding(Standing.UNDECIDED);
        long last = store.previous(desk, all, Long.MAX_VALUE).orElseThrow().id();
        time(
                "list sets with a tally",
                () -> {
                    store.sets();
                    store.tally(desk);
                });
        filter("undecided", desk, undecided);
        filter("accepted", desk, all.withStanding(Standing.ACCEPTED));
        filter("kind", desk, all.withKind(Optional.of(SampleType.DETAIL)));
        filter(
                "finding, every 10th",
                desk,
                all.withCheck(Optional.of(CheckName.UNSUPPORTED_OBJECT)));
        filter(
                "finding, every 5000th, undecided",
                desk,
                undecided.withCheck(Optional.of(CheckName.REFUSAL)));
        filter("word in all rows", desk, all.withWords("the"));
        filter("word in no row", desk, all.withWords("zebra"));
        filter("two Korean words", desk, undecided.withWords("고양이가 의자"));
        filter(
                "kind, finding, word, undecided",
                desk,
                undecided
                        .withKind(Optional.of(SampleType.COMPLEX))
                        .withCheck(Optional.of(CheckName.UNSUPPORTED_OBJECT))
                        .withWords("window"));
        time("previous of the last row, undecided", () -> store.previous(desk, undecided, last));
        var row = store.next(desk, undecided, 0).orElseThrow();
        time(
                "decide, next, tally",
                () -> {
                    store.decide(desk, row.id(), new ReviewDecision.Accept());
                    store.next(desk, undecided, row.id());
                    store.tally(desk);
                    store.canUndo(desk);
                });
        time("undo", () -> store.undo(desk));
        time("statistics", () -> store.statistics(desk));
        time("count of kept rows", () -> store.countKept(set.id()));
        time("500 kept rows", () -> store.kept(set.id(), 0, BATCH));
    }

    private void filter(String name, ReviewDesk desk, ReviewFilter filter) throws StoreException {
        time("first: " + name, () -> store.next(desk, filter, 0));
        time(
                "count: " + name + " (" + store.count(desk, filter) + ")",
                () -> store.count(desk, filter));
    }

    private void time(String name, Act act) throws StoreException {
        var millis = new double[ROUNDS];
        act.run();
        for (int i = 0; i < ROUNDS; i++) {
            long begun = System.nanoTime();
            act.run();
            millis[i] = millis(begun);
        }
        Arrays.sort(millis);
        out.printf(
                Locale.ROOT,
                "%-60s %7.1f ms (slowest %.1f)%n",
                name,
                millis[ROUNDS / 2],
                millis[ROUNDS - 1]);
    }

    private static double millis(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }
}
