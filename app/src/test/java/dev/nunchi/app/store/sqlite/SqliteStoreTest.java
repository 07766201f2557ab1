package dev.nunchi.app.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.engine.chat.AnswerTiming;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class SqliteStoreTest {
    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");
    private static final StoredPicture CAT =
            new StoredPicture("a".repeat(64), "고양이.jpg", 640, 480, "jpeg");
    private static final StoredPicture DOG =
            new StoredPicture("b".repeat(64), "dog.png", 20, 10, "png");
    private static final AnswerFacts FACTS =
            new AnswerFacts(
                    FinishReason.LENGTH,
                    new TokenUsage(70, 49, 12),
                    new AnswerTiming(1.5, 2.5, 4.25, 100, 104.25));

    @TempDir private Path dir;
    private Instant now = START;
    private ConversationStore store;

    @BeforeEach
    void openStore() throws StoreException {
        // Each look at the clock is a second later.
        InstantSource clock =
                () -> {
                    now = now.plusSeconds(1);
                    return now;
                };
        store = SqliteStore.open(dir.resolve("nunchi.db"), dir.resolve("native"), clock).store();
    }

    @AfterEach
    void closeStore() throws StoreException {
        store.close();
    }

    @Test
    void createdConversationIsFoundAsItIs() throws StoreException {
        Conversation made = store.create("A cat");

        assertEquals(
                new Conversation(made.id(), "A cat", now, now, ""),
                store.find(made.id()).orElseThrow());
    }

    @Test
    void lastChangedConversationComesFirst() throws StoreException {
        long first = store.create("first").id();
        long second = store.create("second").id();
        store.add(question(first, "hello"));

        assertEquals(List.of(first, second), ids(store.list()));
    }

    @Test
    void titleAndModelAreRemembered() throws StoreException {
        long id = store.create("").id();
        store.rename(id, "Cats");
        store.useModel(id, "nunchi-default");

        assertEquals(
                List.of("Cats", "nunchi-default"),
                store.find(id).map(c -> List.of(c.title(), c.modelName())).orElseThrow());
    }

    @Test
    void deletedConversationIsOffTheListUntilRestored() throws StoreException {
        long id = store.create("gone").id();
        store.delete(id);
        assertEquals(List.of(), store.list());
        assertEquals(Optional.empty(), store.find(id));

        store.restore(id);
        assertEquals(List.of(id), ids(store.list()));
    }

    @Test
    void purgeForgetsOnlyWhatWasDeletedBefore() throws StoreException {
        long old = store.create("old").id();
        long young = store.create("young").id();
        store.add(questionWith(old, CAT));
        store.delete(old);
        Instant between = now.plusMillis(1);
        store.delete(young);

        assertEquals(1, store.purge(between));
        store.restore(young);
        assertEquals(List.of(young), ids(store.list()));
        assertEquals(Set.of(), store.pictureHashes());
    }

    @Test
    void turnsAreReadAsTheyWereAdded() throws StoreException {
        long id = store.create("").id();
        var asked = store.add(new NewTurn(id, 0, Role.USER, "어떤 사진이에요?", List.of(DOG, CAT, DOG)));
        var begun = store.begin(answer(id, 1));
        store.finish(begun.id(), "고양이와 개예요.", FACTS);

        assertEquals(
                List.of(
                        asked,
                        new StoredTurn(
                                begun.id(),
                                id,
                                1,
                                Role.ASSISTANT,
                                "고양이와 개예요.",
                                List.of(),
                                Optional.of(FACTS),
                                begun.createdAt(),
                                StoredTurn.State.COMPLETE)),
                store.turns(id));
    }

    @Test
    void answerThatHasNotBegunIsLeftOut() throws StoreException {
        long id = store.create("").id();
        store.begin(answer(id, 0));

        assertEquals(List.of(), store.turns(id));
    }

    @Test
    void growingAnswerIsPartial() throws StoreException {
        long id = store.create("").id();
        var begun = store.begin(answer(id, 0));
        store.saveText(begun.id(), "A ca");

        assertEquals(
                List.of(StoredTurn.State.PARTIAL),
                store.turns(id).stream().map(StoredTurn::state).toList());
    }

    @Test
    void newTurnAtATakenPositionStandsInFront() throws StoreException {
        long id = store.create("").id();
        store.add(new NewTurn(id, 0, Role.ASSISTANT, "old", List.of()));
        var newer = store.add(new NewTurn(id, 0, Role.ASSISTANT, "new", List.of()));
        assertEquals(List.of("new"), texts(id));

        store.removeTurn(newer.id());
        assertEquals(List.of("old"), texts(id));
    }

    @Test
    void turnThatWasPutInFrontIsTheOneOfItsPosition() throws StoreException {
        long id = store.create("").id();
        var old = store.add(new NewTurn(id, 0, Role.ASSISTANT, "old", List.of()));
        store.add(new NewTurn(id, 0, Role.ASSISTANT, "new", List.of()));
        store.putInFront(old.id());

        assertEquals(List.of("old"), texts(id));
    }

    @Test
    void alternativesKeepTheOrderInWhichTheyWereMade() throws StoreException {
        long id = store.create("").id();
        var asked = store.add(questionWith(id, CAT));
        var changed = store.add(questionWith(id, DOG));
        store.begin(answer(id, 0));
        store.putInFront(asked.id());

        assertEquals(List.of(asked, changed), store.alternatives(id, 0));
    }

    @Test
    void removingFromAPositionKeepsWhatCameBefore() throws StoreException {
        long id = store.create("").id();
        for (int i = 0; i < 4; i++) {
            store.add(new NewTurn(id, i, Role.USER, "turn " + i, List.of()));
        }
        store.removeFrom(id, 2);

        assertEquals(List.of("turn 0", "turn 1"), texts(id));
    }

    @Test
    void turnOfNoConversationIsRefusedWhole() throws StoreException {
        assertThrows(StoreException.class, () -> store.add(questionWith(99, CAT)));

        assertEquals(Set.of(), store.pictureHashes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "강아지", "사진", "진", "강아지 사진", "아지가", "PHOTO", "photo", "ho", "100%", "\"dog\"", "a_b",
                "C:\\x"
            })
    void wordsAreFoundWithinTitleAndTurns(String words) throws StoreException {
        long id = store.create("A photo 100%").id();
        store.add(question(id, "강아지가 있는 사진이에요 \"dog\" a_b C:\\x"));
        store.create("nothing like it");

        assertEquals(List.of(id), ids(store.search(words)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"고양이", "강아지 고양이", "%", "a%b", "_", "OR", "dog*", "NEAR(", "\""})
    void wordsThatDoNotOccurFindNothing(String words) throws StoreException {
        long id = store.create("photo").id();
        store.add(question(id, "강아지가 있는 사진이에요 dog"));

        assertEquals(List.of(), store.search(words));
    }

    @Test
    void decomposedKoreanFindsComposedKorean() throws StoreException {
        long id = store.create("사진").id();

        assertEquals(List.of(id), ids(store.search("\u1109\u1161\u110c\u1175\u11ab")));
    }

    @Test
    void searchFollowsChanges() throws StoreException {
        long id = store.create("before").id();
        var begun = store.begin(answer(id, 0));
        store.saveText(begun.id(), "elephant");
        store.rename(id, "after");
        store.saveText(begun.id(), "giraffe");

        assertEquals(List.of(), store.search("before"));
        assertEquals(List.of(), store.search("elephant"));
        assertEquals(List.of(id), ids(store.search("after giraffe")));
        store.removeTurn(begun.id());
        assertEquals(List.of(), store.search("giraffe"));
    }

    @Test
    void deletedConversationIsNotFound() throws StoreException {
        long id = store.create("elephant").id();
        store.delete(id);

        assertEquals(List.of(), store.search("elephant"));
    }

    private List<String> texts(long id) throws StoreException {
        return store.turns(id).stream().map(StoredTurn::text).toList();
    }

    private static List<Long> ids(List<Conversation> conversations) {
        return conversations.stream().map(Conversation::id).toList();
    }

    private static NewTurn question(long id, String text) {
        return new NewTurn(id, 0, Role.USER, text, List.of());
    }

    private static NewTurn questionWith(long id, StoredPicture picture) {
        return new NewTurn(id, 0, Role.USER, "what?", List.of(picture));
    }

    private static NewTurn answer(long id, int position) {
        return new NewTurn(id, position, Role.ASSISTANT, "", List.of());
    }
}
