package dev.nunchi.app.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.Vote;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

class SqliteVotesTest {
    private static final StoredPicture CAT =
            new StoredPicture("a".repeat(64), "고양이.jpg", 640, 480, "jpeg");

    private SqliteStore.Opened opened;

    @BeforeEach
    void open(@TempDir Path dir) throws StoreException {
        opened =
                SqliteStore.open(
                        dir.resolve("nunchi.db"), dir.resolve("native"), InstantSource.system());
    }

    @AfterEach
    void close() throws StoreException {
        opened.store().close();
    }

    @Test
    void lastVoteComesFirstAndIsAsItWasGiven() throws StoreException {
        var first = vote("birds", Vote.Choice.NEITHER);
        var second = vote("birds", Vote.Choice.TUNED);
        opened.votes().add(first);
        opened.votes().add(second);
        assertEquals(List.of(second, first), opened.votes().votes("birds"));
    }

    @Test
    void votesOnOtherAdaptersAreNotMixedIn() throws StoreException {
        opened.votes().add(vote("birds", Vote.Choice.BASE));
        assertEquals(List.of(), opened.votes().votes("boats"));
    }

    @Test
    void pictureOfVoteIsAmongThoseToKeep() throws StoreException {
        opened.votes().add(vote("birds", Vote.Choice.BASE));
        assertEquals(Set.of(CAT.hash()), opened.store().pictureHashes());
    }

    private static Vote vote(String adapter, Vote.Choice choice) {
        return new Vote(
                "nunchi-default",
                adapter,
                CAT,
                "What is it?",
                "A dog.",
                "A cat.",
                choice,
                Instant.ofEpochMilli(1_790_000_000_000L));
    }
}
