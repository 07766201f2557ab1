package dev.nunchi.app.curate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.curate.PlantedFaults.Fault;
import dev.nunchi.app.curate.PlantedFaults.Planted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How many of a thousand rows' planted faults the checks find, and what they find besides.
class PlantedFaultsTest {
    private static final long SEED = 20261130;
    private static final int ROWS = 1000;
    private static final double FAULTY = 0.5;
    private static final double ENOUGH = 0.9;

    /// What is a fault without any doubt; the lists of things cannot hold all that there is.
    private static final Set<Fault> EXACT =
            EnumSet.complementOf(EnumSet.of(Fault.THING_OUTSIDE_COCO));

    private final List<Planted> rows = rows();
    private final List<Verdict> verdicts = verdicts();

    private static List<Planted> rows() {
        try {
            return new PlantedFaults(SEED, sharedCaptions()).rows(ROWS, FAULTY);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
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
                "seed %d, %d rows%n%-22s %8s %8s %10s"
                        .formatted(SEED, ROWS, "fault", "planted", "found", "recall"));
        for (var fault : Fault.values()) {
            long planted = count(fault, false);
            long found = count(fault, true);
            double recall = (double) found / planted;
            table.add("%-22s %8d %8d %10.3f".formatted(fault, planted, found, recall));
            if (EXACT.contains(fault) && !(recall >= ENOUGH)) {
                failures.add(fault + " recall " + recall + missed(fault));
            }
        }
        table.add("%-22s %8s %8s %10s".formatted("check", "refused", "rightly", "precision"));
        for (var check : CheckName.values()) {
            long refused = refusedBy(check).size();
            long rightly = refusedBy(check).stream().filter(i -> isFault(i, check)).count();
            double precision = (double) rightly / refused;
            table.add("%-22s %8d %8d %10.3f".formatted(check.word(), refused, rightly, precision));
            if (refused > 0 && precision < ENOUGH) {
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
            if (!isFault(row, check)) {
                text.append("\n  wrong: ")
                        .append(rows.get(row).fault())
                        .append(verdicts.get(row).findings())
                        .append(rows.get(row).row().scene().captions());
            }
        }
        return text.toString();
    }
}
