package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.storage.Sha256;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Collects the samples and problems of one data set, and the hash that two of them are compared
/// by.
final class DatasetBuilder {
    /// Objects around a sample's text: measured 330 to 480 with the paths of real data sets.
    private static final int SAMPLE_BYTES = 500;

    private static final int PROBLEM_BYTES = 200;

    private final List<Sample> samples = new ArrayList<>();
    private final List<RowProblem> problems = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<Long> rows = new HashSet<>();
    private final MessageDigest digest = Sha256.newDigest();
    private final MessageDigest rowDigest = Sha256.newDigest();
    private final long budget;
    private Path file = Path.of("");
    private long used;

    /// @param budget bytes of memory that samples and problems may take
    DatasetBuilder(long budget) {
        this.budget = budget;
    }

    /// They may take half of the heap.
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
        int text = sample.turns().stream().mapToInt(turn -> turn.text().length()).sum();
        use(row, SAMPLE_BYTES + text);
        samples.add(ids.add(sample.id()) ? sample : withOwnId(row, sample));
    }

    private void use(long row, int bytes) throws DataException {
        used += bytes;
        if (used > budget) {
            throw new DataException(
                    String.valueOf(file.getFileName()),
                    row,
                    "the rows up to here take the %,d MB of memory that there are for them"
                            .formatted(budget >> 20));
        }
    }

    private Sample withOwnId(long row, Sample sample) throws DataException {
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

    /// @throws DataException if there are more problems than fit into memory
    void problem(long row, Reason reason, String detail) throws DataException {
        use(row, PROBLEM_BYTES);
        problems.add(new RowProblem(file, row, reason, detail));
    }

    void problem(long row, RefusedRowException refusal) throws DataException {
        problem(row, refusal.reason(), refusal.detail());
    }

    Dataset build() {
        return new Dataset(samples, problems, HexFormat.of().formatHex(digest.digest()));
    }

    private static long size(Path picture) {
        try {
            return Files.size(picture);
        } catch (IOException _) {
            return -1; // deleted since it was found; whoever decodes it will say so
        }
    }
}
