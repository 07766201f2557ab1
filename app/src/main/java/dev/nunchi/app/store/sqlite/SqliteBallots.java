package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.Ballot;
import dev.nunchi.app.store.BallotStore;
import dev.nunchi.app.store.StoreException;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;

/// Ballots in the file of the conversations, on the same connection: a row for each answer, so that
/// a row that is lost takes no other with it.
final class SqliteBallots implements BallotStore {
    private final Sql sql;

    SqliteBallots(Sql sql) {
        this.sql = sql;
    }

    private record Row(
            long ballot, String question, Ballot.Entry entry, boolean won, Instant votedAt) {}

    @Override
    public void add(Ballot ballot) throws StoreException {
        sql.atOnce(
                "keeping a ballot",
                () -> {
                    long number = highest() + 1;
                    for (int i = 0; i < ballot.entries().size(); i++) {
                        add(number, ballot, i);
                    }
                    return number;
                });
    }

    private long highest() throws StoreException {
        return sql.list(
                        "numbering a ballot",
                        "SELECT COALESCE(MAX(ballot), 0) FROM ballot_answer",
                        row -> row.getLong(1))
                .getFirst();
    }

    private void add(long number, Ballot ballot, int index) throws StoreException {
        var entry = ballot.entries().get(index);
        var who = entry.answerer();
        sql.update(
                "keeping an answer of a ballot",
                """
                INSERT INTO ballot_answer (ballot, question, model_name, adapter, endpoint, text,
                    won, voted_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                number,
                ballot.question(),
                who.model(),
                who.adapter(),
                who.endpoint(),
                entry.text(),
                ballot.winner().equals(OptionalInt.of(index)) ? 1 : 0,
                ballot.votedAt().toEpochMilli());
    }

    @Override
    public List<Ballot> ballots() throws StoreException {
        var rows =
                sql.list(
                        "reading ballots",
                        "SELECT * FROM ballot_answer ORDER BY ballot, id",
                        SqliteBallots::row);
        var byBallot = new LinkedHashMap<Long, List<Row>>();
        rows.forEach(
                row -> byBallot.computeIfAbsent(row.ballot(), _ -> new ArrayList<>()).add(row));
        return byBallot.values().stream().map(SqliteBallots::ballot).toList();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("ballot"),
                row.getString("question"),
                new Ballot.Entry(Rows.answerer(row).orElseThrow(), row.getString("text")),
                row.getInt("won") != 0,
                Instant.ofEpochMilli(row.getLong("voted_at")));
    }

    private static Ballot ballot(List<Row> rows) {
        int won = rows.stream().map(Row::won).toList().indexOf(true);
        return new Ballot(
                rows.getFirst().question(),
                rows.stream().map(Row::entry).toList(),
                won < 0 ? OptionalInt.empty() : OptionalInt.of(won),
                rows.getFirst().votedAt());
    }
}
