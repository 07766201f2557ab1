package dev.nunchi.app.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.Ballot;
import dev.nunchi.app.store.StoreException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

class SqliteBallotsTest {
    private static final Ballot.Entry BARE =
            new Ballot.Entry(Answerer.local("nunchi-default", Optional.empty()), "개예요.");
    private static final Ballot.Entry ADAPTED =
            new Ballot.Entry(Answerer.local("nunchi-default", Optional.of("cats")), "고양이예요.");
    private static final Ballot.Entry REMOTE =
            new Ballot.Entry(Answerer.remote("llava-34b", "연구실"), "고양이 한 마리예요.");

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
    void ballotsAreReadAsTheyWereCast() throws StoreException {
        var first = ballot(List.of(REMOTE, BARE, ADAPTED), OptionalInt.of(2));
        var second = ballot(List.of(ADAPTED, BARE), OptionalInt.empty());
        opened.ballots().add(first);
        opened.ballots().add(second);

        assertEquals(List.of(first, second), opened.ballots().ballots());
    }

    private static Ballot ballot(List<Ballot.Entry> entries, OptionalInt winner) {
        return new Ballot("무엇이에요?", entries, winner, Instant.ofEpochMilli(1_790_000_000_000L));
    }
}
