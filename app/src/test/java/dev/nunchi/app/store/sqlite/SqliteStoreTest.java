package dev.nunchi.app.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.FolderStore;
import dev.nunchi.app.store.Found;
import dev.nunchi.app.store.ImportedConversation;
import dev.nunchi.app.store.ImportedConversation.ImportedTurn;
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
import java.util.Map;
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
                    new AnswerTiming(1.5, 2.5, 4.25, 100, 104.25),
                    Optional.of(Answerer.local("nunchi-default", Optional.of("cats"))));

    @TempDir private Path dir;
    private Instant now = START;
    private ConversationStore store;
    private FolderStore folders;

    @BeforeEach
    void openStore() throws StoreException {
        // Each look at the clock is a second later.
        InstantSource clock =
                () -> {
                    now = now.plusSeconds(1);
                    return now;
                };
        var opened = SqliteStore.open(dir.resolve("nunchi.db"), dir.resolve("native"), clock);
        store = opened.store();
        folders = opened.folders();
    }

    @AfterEach
    void closeStore() throws StoreException {
        store.close();
    }

    @Test
    void createdConversationIsFoundAsItIs() throws StoreException {
        Conversation made = store.create("A cat");

        assertEquals(
                Conversation.loose(made.id(), "A cat", now, now, ""),
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
        store.useModel(id, "nunchi-default", Optional.empty());

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
        var asked = store.add(NewTurn.first(id, Role.USER, "어떤 사진이에요?", List.of(DOG, CAT, DOG)));
        var begun = store.begin(NewTurn.after(asked, Role.ASSISTANT, "", List.of()));
        store.finish(begun.id(), "고양이와 개예요.", FACTS);

        assertEquals(
                List.of(
                        asked,
                        new StoredTurn(
                                begun.id(),
                                id,
                                Optional.of(asked.id()),
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
        store.begin(answer(id));

        assertEquals(List.of(), store.turns(id));
    }

    @Test
    void growingAnswerIsPartial() throws StoreException {
        long id = store.create("").id();
        var begun = store.begin(answer(id));
        store.saveText(begun.id(), "A ca");

        assertEquals(
                List.of(StoredTurn.State.PARTIAL),
                store.turns(id).stream().map(StoredTurn::state).toList());
    }

    @Test
    void newTurnStandsInFrontOfTheOneBesideIt() throws StoreException {
        long id = store.create("").id();
        var old = store.add(said(id, "old"));
        var newer = store.add(NewTurn.beside(old, Role.ASSISTANT, "new", List.of()));
        assertEquals(List.of("new"), texts(id));

        store.removeTurn(newer.id());
        assertEquals(List.of("old"), texts(id));
    }

    @Test
    void turnInFrontBringsWhatFollowedIt() throws StoreException {
        long id = store.create("").id();
        var old = store.add(said(id, "old"));
        var followed = store.add(NewTurn.after(old, Role.USER, "followed", List.of()));
        store.add(NewTurn.beside(old, Role.ASSISTANT, "new", List.of()));
        assertEquals(List.of("new"), texts(id));

        store.putInFront(old.id());
        assertEquals(List.of("old", "followed"), texts(id));
        assertEquals(Optional.of(old.id()), followed.parent());
    }

    @Test
    void turnDeepInABranchBringsTheBranchToTheFront() throws StoreException {
        long id = store.create("").id();
        var old = store.add(said(id, "old"));
        var first = store.add(NewTurn.after(old, Role.USER, "first", List.of()));
        store.add(NewTurn.after(old, Role.USER, "second", List.of()));
        store.add(NewTurn.beside(old, Role.ASSISTANT, "new", List.of()));

        store.putInFront(first.id());

        assertEquals(List.of("old", "first"), texts(id));
    }

    @Test
    void forksKeepTheOrderInWhichTheyWereMade() throws StoreException {
        long id = store.create("").id();
        var asked = store.add(questionWith(id, CAT));
        var changed = store.add(questionWith(id, DOG));
        store.begin(answer(id));
        store.putInFront(asked.id());

        var both = List.of(asked.id(), changed.id());
        assertEquals(Map.of(asked.id(), both, changed.id(), both), store.forks(id));
    }

    @Test
    void removingATurnRemovesWhatFollowsIt() throws StoreException {
        long id = store.create("").id();
        var first = store.add(said(id, "first"));
        var second = store.add(NewTurn.after(first, Role.USER, "zebra", List.of(CAT)));
        store.add(NewTurn.after(second, Role.ASSISTANT, "giraffe", List.of()));
        store.removeTurn(second.id());

        assertEquals(List.of("first"), texts(id));
        assertEquals(List.of(), store.search("giraffe"));
        assertEquals(Set.of(), store.pictureHashes());
    }

    @Test
    void importedConversationsAreAddedWithTheirBranches() throws StoreException {
        var turns =
                List.of(
                        imported(Optional.empty(), "question"),
                        imported(Optional.of(0), "first"),
                        imported(Optional.of(0), "second"));
        long id =
                store.addAll(List.of(new ImportedConversation("t", "m", START, START, turns)))
                        .getFirst();

        assertEquals(List.of("question", "second"), texts(id));
        assertEquals(3, store.tree(id).size());
    }

    private static ImportedTurn imported(Optional<Integer> parent, String text) {
        return new ImportedTurn(parent, Role.USER, text, List.of(), START);
    }

    @Test
    void excerptShowsTheWordsWhereTheyStand() throws StoreException {
        long id = store.create("").id();
        store.add(question(id, "어제 공원에서 찍은 사진이에요.\n\n작은 강아지가 Ball을 물고 있어요."));

        var excerpt = store.search("강아지 ball").getFirst().excerpt().orElseThrow();

        assertEquals(
                List.of("강아지", "Ball"),
                excerpt.marks().stream()
                        .map(m -> excerpt.text().substring(m.from(), m.to()))
                        .toList());
        assertEquals("…찍은 사진이에요. 작은 강아지가 Ball을 물고 있어요.", excerpt.text());
    }

    @Test
    void titleThatMatchesNeedsNoExcerpt() throws StoreException {
        long id = store.create("zebra").id();
        store.add(question(id, "giraffe"));

        assertEquals(Optional.empty(), store.search("zebra").getFirst().excerpt());
    }

    @Test
    void conversationsOfARemovedFolderStay() throws StoreException {
        long id = store.create("cat").id();
        var pets = folders.createFolder("pets");
        folders.move(id, Optional.of(pets.id()));
        assertEquals(Optional.of(pets.id()), store.find(id).orElseThrow().folder());

        folders.removeFolder(pets.id());

        assertEquals(Optional.empty(), store.find(id).orElseThrow().folder());
        assertEquals(List.of(), folders.folders());
    }

    @Test
    void pinIsRememberedUntilItIsTakenOff() throws StoreException {
        long id = store.create("cat").id();
        folders.pin(id);
        assertEquals(Optional.of(now), store.find(id).orElseThrow().pinnedAt());

        folders.unpin(id);

        assertEquals(Optional.empty(), store.find(id).orElseThrow().pinnedAt());
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

        assertEquals(List.of(id), found(store.search(words)));
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

        assertEquals(List.of(id), found(store.search("\u1109\u1161\u110c\u1175\u11ab")));
    }

    @Test
    void searchFollowsChanges() throws StoreException {
        long id = store.create("before").id();
        var begun = store.begin(answer(id));
        store.saveText(begun.id(), "elephant");
        store.rename(id, "after");
        store.saveText(begun.id(), "giraffe");

        assertEquals(List.of(), store.search("before"));
        assertEquals(List.of(), store.search("elephant"));
        assertEquals(List.of(id), found(store.search("after giraffe")));
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

    private static List<Long> found(List<Found> found) {
        return ids(found.stream().map(Found::conversation).toList());
    }

    private static List<Long> ids(List<Conversation> conversations) {
        return conversations.stream().map(Conversation::id).toList();
    }

    private static NewTurn question(long id, String text) {
        return NewTurn.first(id, Role.USER, text, List.of());
    }

    private static NewTurn questionWith(long id, StoredPicture picture) {
        return NewTurn.first(id, Role.USER, "what?", List.of(picture));
    }

    private static NewTurn said(long id, String text) {
        return NewTurn.first(id, Role.ASSISTANT, text, List.of());
    }

    private static NewTurn answer(long id) {
        return NewTurn.first(id, Role.ASSISTANT, "", List.of());
    }
}
