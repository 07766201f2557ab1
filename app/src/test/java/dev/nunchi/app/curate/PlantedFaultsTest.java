package dev.nunchi.app.curate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.curate.PlantedFaults.Fault;
import dev.nunchi.app.curate.PlantedFaults.Planted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How many of a thousand rows' planted faults the checks find, and what they find besides: with
/// the words that checks are mended by, and with words and rows that they have not seen.
@ParameterizedClass
@CsvSource({"20261130, planted.txt", "4711, planted-held-out.txt"})
class PlantedFaultsTest {
    private static final int ROWS = 1000;
    private static final double FAULTY = 0.5;
    private static final double ENOUGH = 0.9;

    /// What is a fault without any doubt; the lists of things cannot hold all that there is.
    private static final Set<Fault> EXACT =
            EnumSet.complementOf(EnumSet.of(Fault.THING_OUTSIDE_COCO));

    private final long seed;
    private final String list;
    private final List<Planted> rows;
    private final List<Verdict> verdicts;

    PlantedFaultsTest(long seed, String list) throws IOException {
        this.seed = seed;
        this.list = list;
        rows = new PlantedFaults(seed, list, sharedCaptions()).rows(ROWS, FAULTY);
        verdicts = verdicts();
    }

    /// The folder beside the project, from the project or one of its modules.
    private static Optional<Path> sharedCaptions() {
        return List.of("../shared", "../../shared", "../../../shared").stream()
                .map(folder -> Path.of(folder, "data/captions.jsonl"))
                .filter(Files::exists)
                .findFirst();
    }

    private List<Verdict> verdicts() {
        var checks = new SetChecks(Checks.of(Optional.empty()), AutoCuration.USUAL_SCORE);
        return rows.stream().map(planted -> checks.check(planted.row())).toList();
    }

    @Test
    void checksFindWhatWasPlantedAndLittleElse(TestReporter reporter) {
        var table = new ArrayList<String>();
        var failures = new ArrayList<String>();
        table.add(
                "%s, seed %d, %d rows%n%-22s %8s %8s %10s"
                        .formatted(list, seed, ROWS, "fault", "planted", "found", "recall"));
        for (var fault : Fault.values()) {
            long planted = count(fault, false);
            long found = count(fault, true);
            double recall = (double) found / planted;
            table.add("%-22s %8d %8d %10.3f".formatted(fault, planted, found, recall));
            if (EXACT.contains(fault) && !(recall >= ENOUGH)) {
                failures.add(fault + " recall " + recall + missed(fault));
            }
        }
        // A row with another fault may deserve a second finding: an answer in Chinese is short,
        // too. It
        // counts neither for a check nor against it.
        table.add(
                "%-22s %8s %8s %8s %10s"
                        .formatted("check", "rightly", "wrongly", "others", "precision"));
        for (var check : CheckName.values()) {
            var refused = refusedBy(check);
            long rightly = refused.stream().filter(i -> isFault(i, check)).count();
            long wrongly = refused.stream().filter(i -> rows.get(i).fault().isEmpty()).count();
            long others = refused.size() - rightly - wrongly;
            double precision = (double) rightly / (rightly + wrongly);
            table.add(
                    "%-22s %8d %8d %8d %10.3f"
                            .formatted(check.word(), rightly, wrongly, others, precision));
            if (precision < ENOUGH) {
                failures.add(check + " precision " + precision + wrong(check));
            }
        }
        reporter.publishEntry(String.join(System.lineSeparator(), table));
        assertTrue(failures.isEmpty(), () -> String.join("\n", table) + "\n" + failures);
    }

    private long count(Fault fault, boolean found) {
        long count = 0;
        for (int i = 0; i < ROWS; i++) {
            boolean planted = rows.get(i).fault().equals(Optional.of(fault));
            count += planted && (!found || refuses(i, fault.check)) ? 1 : 0;
        }
        return count;
    }

    private List<Integer> refusedBy(CheckName check) {
        var places = new ArrayList<Integer>();
        for (int i = 0; i < ROWS; i++) {
            if (refuses(i, check)) {
                places.add(i);
            }
        }
        return places;
    }

    private boolean refuses(int row, CheckName check) {
        return verdicts.get(row).findings().stream()
                .anyMatch(found ->
                        found.check() == check && found.score() < AutoCuration.USUAL_SCORE);
    }

    private boolean isFault(int row, CheckName check) {
        return rows.get(row).fault().filter(fault -> fault.check == check).isPresent();
    }

    private String missed(Fault fault) {
        var text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            if (rows.get(i).fault().equals(Optional.of(fault)) && !refuses(i, fault.check)) {
                text.append("\n  missed: ").append(rows.get(i).row().turns());
            }
        }
        return text.toString();
    }

    private String wrong(CheckName check) {
        var text = new StringBuilder();
        for (int row : refusedBy(check)) {
            if (rows.get(row).fault().isEmpty()) {
                text.append("\n  wrong: ")
                        .append(verdicts.get(row).findings())
                        .append(rows.get(row).row().scene().captions());
            }
        }
        return text.toString();
    }
}
