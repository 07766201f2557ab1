package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.curate.CheckName;
import dev.nunchi.app.curate.Finding;
import dev.nunchi.app.store.ReviewRow;
import dev.nunchi.app.store.ReviewSet;
import dev.nunchi.app.store.Verdict;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// From rows of the reviews to records.
final class ReviewRows {
    private ReviewRows() {}

    static ReviewSet set(ResultSet row) throws SQLException {
        return new ReviewSet(
                row.getLong("id"),
                row.getString("name"),
                new ReviewSet.Source(
                        Path.of(row.getString("source")),
                        row.getLong("bytes"),
                        Instant.ofEpochMilli(row.getLong("changed_at"))),
                Instant.ofEpochMilli(row.getLong("imported_at")),
                row.getInt("row_count"));
    }

    static Finding finding(ResultSet row) throws SQLException {
        int turn = row.getInt("turn");
        Optional<Integer> place = row.wasNull() ? Optional.empty() : Optional.of(turn);
        return new Finding(
                CheckName.valueOf(row.getString("check_name")),
                row.getDouble("score"),
                row.getString("detail"),
                place);
    }

    static ReviewRow row(ResultSet row, List<Finding> findings) throws SQLException {
        return new ReviewRow(
                row.getLong("id"),
                row.getInt("number"),
                row.getString("line"),
                Optional.ofNullable(row.getString("edited")),
                Optional.ofNullable(row.getString("verdict")).map(Verdict::valueOf),
                findings);
    }
}
