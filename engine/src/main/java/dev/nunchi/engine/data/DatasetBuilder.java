package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.error.DataException;

import java.io.IOException;
import java.nio.ByteBuffer;
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

/// Collects the samples and problems of one data set, and the hash that two of them are compared
/// by.
final class DatasetBuilder {
    /// So many problems of a kind are kept in full; the others are counted.
    private static final int FULL_PROBLEMS = 1000;

    /// Objects around a sample's text: measured 330 to 480 with the paths of real data sets.
    private static final int SAMPLE_BYTES = 500;

    private final List<Sample> samples = new ArrayList<>();
    private final List<RowProblem> problems = new ArrayList<>();
    private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    private final Set<String> ids = new HashSet<>();
    private final Set<Long> rows = new HashSet<>();
    private final MessageDigest digest = sha256();
    private final MessageDigest rowDigest = sha256();
    private final long budget;
    private Path file = Path.of("");
    private long used;

    /// @param budget bytes of memory that samples may take
    DatasetBuilder(long budget) {
        this.budget = budget;
    }

    /// Samples may take half of the heap.
    static DatasetBuilder forThisHeap() {
        return new DatasetBuilder(Runtime.getRuntime().maxMemory() / 2);
    }

    /// The file that the following rows are of.
    void startFile(Path dataFile) {
        file = dataFile;
    }

    /// Adds what a row holds: not twice, and under another id if its own is taken.
    ///
    /// @throws DataException if the samples do not fit into memory
    void add(long row, Sample sample) throws DataException {
        byte[] hash = hash(sample);
        if (!rows.add(ByteBuffer.wrap(hash).getLong())) {
            problem(row, Reason.DUPLICATE_ROW, Words.shortened(sample.id()));
            return;
        }
        digest.update(hash);
        used += SAMPLE_BYTES + sample.turns().stream().mapToInt(turn -> turn.text().length()).sum();
        if (used > budget) {
            throw new DataException(
                    String.valueOf(file.getFileName()),
                    row,
                    "the samples up to here take the %,d MB of memory that there are for them"
                            .formatted(budget >> 20));
        }
        samples.add(ids.add(sample.id()) ? sample : withOwnId(row, sample));
    }

    private Sample withOwnId(long row, Sample sample) {
        problem(row, Reason.DUPLICATE_ID, Words.shortened(sample.id()));
        String id = sample.id() + "~" + row;
        while (!ids.add(id)) {
            id += "~";
        }
        return new Sample(id, sample.picture(), sample.type(), sample.turns());
    }

    private byte[] hash(Sample sample) {
        update(sample.id());
        update(sample.type().word());
        update(sample.picture().map(file -> file.getFileName() + ":" + size(file)).orElse(""));
        for (var turn : sample.turns()) {
            update(turn.role().name());
            update(turn.text());
        }
        return rowDigest.digest();
    }

    /// Lengths go in first, so that no two samples have the same bytes.
    private void update(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        rowDigest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        rowDigest.update(bytes);
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
