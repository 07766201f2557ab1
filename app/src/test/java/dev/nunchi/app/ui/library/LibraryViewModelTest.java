package dev.nunchi.app.ui.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.exchange.PageWords;
import dev.nunchi.app.service.ConversationService;
import dev.nunchi.app.service.ExchangeService;
import dev.nunchi.app.service.FolderService;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.app.ui.library.ExchangeViewModel.Outcome;
import dev.nunchi.app.ui.library.LibraryViewModel.State;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

class LibraryViewModelTest {
    private final Clock clock = Clock.system(ZoneId.systemDefault());
    private final List<Optional<Long>> opened = new ArrayList<>();
    private ConversationStore store;
    private LibraryViewModel library;

    @BeforeEach
    void open(@TempDir Path home) throws StoreException {
        var database = SqliteStore.open(home.resolve("nunchi.db"), home, clock);
        store = database.store();
        var files = new PictureFiles(home);
        var pictures = new PictureService(files, home);
        library =
                new LibraryViewModel(
                        new LibraryViewModel.Services(
                                new ConversationService(store, pictures, clock),
                                new FolderService(database.folders()),
                                new ExchangeService(store, pictures, files)),
                        TestJobs.direct(home),
                        clock);
        library.onOpen(opened::add);
    }

    @AfterEach
    void close() throws StoreException {
        store.close();
    }

    @Test
    void listOfNothingIsEmpty() {
        library.refresh();
        assertEquals(State.EMPTY, library.stateProperty().get());
    }

    @Test
    void searchShowsWhatMatches() throws StoreException {
        create("the cat");
        create("고양이가 보여요");
        library.searchProperty().set("양이");
        assertEquals(List.of("고양이가 보여요"), titles());
    }

    @Test
    void searchThatFindsNothingSaysSo() throws StoreException {
        create("the cat");
        library.searchProperty().set("dog");
        assertEquals(State.NO_MATCH, library.stateProperty().get());
    }

    @Test
    void clearedSearchShowsEverything() throws StoreException {
        create("the cat");
        library.searchProperty().set("dog");
        library.searchProperty().set("");
        assertEquals(List.of("the cat"), titles());
    }

    @Test
    void renamedConversationKeepsItsPlace() throws StoreException {
        var cat = create("the cat");
        library.rename(cat, "the tomcat");
        assertEquals(List.of("the tomcat"), titles());
    }

    @Test
    void blankNameLeavesTheOldOne() throws StoreException {
        var cat = create("the cat");
        library.rename(cat, "  ");
        assertEquals(List.of("the cat"), titles());
    }

    @Test
    void deletedConversationCanBeBroughtBack() throws StoreException {
        var cat = create("the cat");
        library.delete(cat);
        assertEquals(List.of(), titles());
        library.undoDelete();
        assertEquals(List.of("the cat"), titles());
        assertEquals(Optional.empty(), library.deletedProperty().get());
    }

    @Test
    void deletingTheOpenConversationOpensNewOne() throws StoreException {
        var cat = create("the cat");
        library.open(cat.id());
        library.delete(cat);
        assertEquals(List.of(Optional.of(cat.id()), Optional.empty()), opened);
    }

    @Test
    void deletingAnotherConversationLeavesTheOpenOne() throws StoreException {
        var cat = create("the cat");
        var dog = create("the dog");
        library.open(cat.id());
        library.delete(dog);
        assertEquals(Optional.of(cat.id()), library.selectedProperty().get());
    }

    @Test
    void openTitleOutlivesSearchForOthers() throws StoreException {
        var cat = create("the cat");
        library.refresh();
        library.open(cat.id());
        library.searchProperty().set("dog");
        assertEquals("the cat", library.openTitleProperty().get());
    }

    @Test
    void openTitleFollowsRenaming() throws StoreException {
        var cat = create("the cat");
        library.refresh();
        library.open(cat.id());
        library.rename(cat, "the tomcat");
        assertEquals("the tomcat", library.openTitleProperty().get());
    }

    @Test
    void searchTellsWhereTheWordsStand() throws StoreException {
        long id = create("title").id();
        store.add(NewTurn.first(id, Role.USER, "강아지가 뛰어요", List.of()));

        library.searchProperty().set("강아지");

        var item = (Row.Item) library.rows().getLast();
        assertEquals("강아지가 뛰어요", item.excerpt().orElseThrow().text());
    }

    @Test
    void openedHitBringsItsBranchToTheFront() throws StoreException {
        long id = create("title").id();
        var old = store.add(NewTurn.first(id, Role.USER, "강아지", List.of()));
        store.add(NewTurn.beside(old, Role.USER, "고양이", List.of()));
        library.searchProperty().set("강아지");

        library.open((Row.Item) library.rows().getLast());

        assertEquals("강아지", store.turns(id).getLast().text());
        assertEquals(List.of(Optional.of(id)), opened);
    }

    @Test
    void pinnedConversationIsListedFirst() throws StoreException {
        var cat = create("the cat");
        create("the dog");

        library.togglePin(cat);

        assertEquals(List.of("the cat", "the dog"), titles());
        assertEquals(new Row.Heading(Row.Group.PINNED), library.rows().getFirst());
    }

    @Test
    void folderIsMadeAroundAConversationAndFolds() throws StoreException {
        var cat = create("the cat");
        library.createFolder("pets", Optional.of(cat), _ -> {});
        assertEquals(List.of("the cat"), titles());

        library.fold(library.folders().getFirst());

        assertEquals(List.of(), titles());
    }

    @Test
    void exportedConversationsCanBeReadAgain(@TempDir Path folder) throws StoreException {
        long id = create("the cat").id();
        store.add(NewTurn.first(id, Role.USER, "What?", List.of()));
        var file = folder.resolve("all.json");
        var words =
                new PageWords(
                        "You", "Model", "Untitled", "Picture", Answerer::model, Locale.ENGLISH);

        library.exchange().exportAll(file, words);
        library.exchange().importFrom(file);

        assertEquals(List.of("the cat", "the cat"), titles());
        assertEquals(
                Optional.of(new Outcome.Imported(1, List.of())),
                library.exchange().outcomeProperty().get());
    }

    @Test
    void titleBecomesAFileName() {
        assertEquals("a b c", ExchangeMenu.fileName("a/b:c?"));
        assertEquals("conversation..", ExchangeMenu.fileName(".."));
    }

    @Test
    void lostStoreIsToldAndShown() throws StoreException {
        store.close();
        library.refresh();
        assertEquals(State.FAILED, library.stateProperty().get());
        assertEquals(true, library.problemProperty().get().isPresent());
    }

    private Conversation create(String title) throws StoreException {
        return store.create(title);
    }

    private List<String> titles() {
        return library.rows().stream()
                .filter(Row.Item.class::isInstance)
                .map(row -> ((Row.Item) row).conversation().title())
                .toList();
    }
}
