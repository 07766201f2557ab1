package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowProblem.Reason;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Collects samples and problems of one data set, and what makes both comparable.
final class DatasetBuilder {
    /// So many problems of a kind are kept in full; the others are counted.
    private static final int FULL_PROBLEMS = 1000;

    private static final char SEPARATOR = '\u001f';

    private final List<Sample> samples = new ArrayList<>();
    private final List<RowProblem> problems = new ArrayList<>();
    private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    private final Set<String> ids = new HashSet<>();
    private final MessageDigest digest = sha256();
    private Path file = Path.of("");

    /// The file that the following rows are of.
    void startFile(Path dataFile) {
        file = dataFile;
    }

    /// Adds what a row holds, under another id if its own is taken.
    void add(long row, Sample sample) {
        if (ids.add(sample.id())) {
            keep(sample);
            return;
        }
        problem(row, Reason.DUPLICATE_ID, Words.shortened(sample.id()));
        String id = sample.id() + "~" + row;
        while (!ids.add(id)) {
            id += "~";
        }
        keep(new Sample(id, sample.picture(), sample.type(), sample.turns()));
    }

    private void keep(Sample sample) {
        samples.add(sample);
        digest(sample.id());
        digest(sample.type().word());
        sample.picture().ifPresent(picture -> digest(picture.getFileName() + ":" + size(picture)));
        for (var turn : sample.turns()) {
            digest(turn.role().name());
            digest(turn.text());
        }
    }

    private void digest(String text) {
        digest.update((text + SEPARATOR).getBytes(StandardCharsets.UTF_8));
    }

    void problem(long row, Reason reason, String detail) {
        long count = counts.merge(reason, 1L, Long::sum);
        if (count <= FULL_PROBLEMS) {
            problems.add(new RowProblem(file, row, reason, detail));
        }
    }

    void problem(long row, RefusedRowException refusal) {
        problem(row, refusal.reason(), refusal.detail());
    }

    Dataset build() {
        counts.forEach((reason, count) -> {
            if (count > FULL_PROBLEMS) {
                String detail = "+%,d".formatted(count - FULL_PROBLEMS);
                problems.add(new RowProblem(file, 0, reason, detail));
            }
        });
        return new Dataset(samples, problems, HexFormat.of().formatHex(digest.digest()));
    }

    private static long size(Path picture) {
        try {
            return Files.size(picture);
        } catch (IOException _) {
            return -1; // deleted since it was found; whoever decodes it will say so
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
