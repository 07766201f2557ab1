package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.Vote;
import dev.nunchi.app.store.VoteStore;

import java.util.List;

/// Votes in the file of the conversations, on the same connection.
final class SqliteVotes implements VoteStore {
    private final Sql sql;

    SqliteVotes(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void add(Vote vote) throws StoreException {
        var picture = vote.picture();
        sql.update(
                "keeping a vote",
                """
                INSERT INTO vote (model, adapter, hash, name, width, height, format, question,
                    base_answer, tuned_answer, choice, voted_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                vote.model(),
                vote.adapter(),
                picture.hash(),
                picture.name(),
                picture.width(),
                picture.height(),
                picture.format(),
                vote.question(),
                vote.baseAnswer(),
                vote.tunedAnswer(),
                vote.choice().name(),
                vote.votedAt().toEpochMilli());
    }

    @Override
    public List<Vote> votes() throws StoreException {
        return sql.list("reading all votes", "SELECT * FROM vote ORDER BY id", Rows::vote);
    }

    @Override
    public List<Vote> votes(String adapter) throws StoreException {
        return sql.list(
                "reading votes",
                "SELECT * FROM vote WHERE adapter = ? ORDER BY id DESC",
                Rows::vote,
                adapter);
    }
}
