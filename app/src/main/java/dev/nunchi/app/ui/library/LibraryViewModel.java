package dev.nunchi.app.ui.library;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.ConversationService;
import dev.nunchi.app.service.ExchangeService;
import dev.nunchi.app.service.FolderService;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.Excerpt;
import dev.nunchi.app.store.Folder;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.task.Debouncer;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The list of conversations and which of them is open.
public final class LibraryViewModel {
    private static final Duration QUIET = Duration.ofMillis(150);

    /// What the list shows.
    public enum State {
        LOADING,
        SHOWN,
        /// There are no conversations yet.
        EMPTY,
        /// There are, but the search finds none.
        NO_MATCH,
        FAILED
    }

    private final ConversationService conversations;
    private final FolderService folderService;
    private final ExchangeViewModel exchange;
    private final JobRunner jobs;
    private final Clock clock;
    private final Debouncer soon;
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final ObservableList<Row> shownRows = FXCollections.unmodifiableObservableList(rows);
    private final StringProperty search = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.LOADING);
    private final ReadOnlyObjectWrapper<Optional<Long>> selected =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<String> openTitle = new ReadOnlyObjectWrapper<>("");
    private final ReadOnlyObjectWrapper<Optional<Conversation>> deleted =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final Set<Long> folded = new HashSet<>();
    private Row.Library listed = new Row.Library(List.of(), List.of(), Set.of());
    private Consumer<Optional<Long>> onOpen = _ -> {};
    private int asked;

    /// What the list asks of the program.
    public record Services(
            ConversationService conversations, FolderService folders, ExchangeService exchange) {}

    /// @param clock says what is today, and where
    public LibraryViewModel(Services services, JobRunner jobs, Clock clock) {
        this.conversations = services.conversations();
        this.folderService = services.folders();
        this.exchange = new ExchangeViewModel(services.exchange(), jobs, this::refresh);
        this.jobs = jobs;
        this.clock = clock;
        this.soon = jobs.debouncer(QUIET);
        search.subscribe((_, _) -> soon.submit(this::refresh));
    }

    public ObservableList<Row> rows() {
        return shownRows;
    }

    public StringProperty searchProperty() {
        return search;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// The ways out of the list and into it.
    public ExchangeViewModel exchange() {
        return exchange;
    }

    /// The conversation that is open; empty for a new one.
    public ReadOnlyObjectProperty<Optional<Long>> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /// Title of the conversation that is open, as last seen on the list; empty for a new one.
    public ReadOnlyObjectProperty<String> openTitleProperty() {
        return openTitle.getReadOnlyProperty();
    }

    /// The conversation that was deleted last and can be brought back.
    public ReadOnlyObjectProperty<Optional<Conversation>> deletedProperty() {
        return deleted.getReadOnlyProperty();
    }

    /// The last thing that went wrong here.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Reads the list again: at the start, and when a conversation changed elsewhere.
    public void refresh() {
        refresh(() -> {});
    }

    private void refresh(Runnable then) {
        int mine = ++asked;
        String words = search.get();
        jobs.run(Job.of("listing conversations", _ -> read(words)))
                .onSuccess(found -> {
                    if (mine == asked) {
                        listed = found;
                        show();
                        then.run();
                    }
                })
                .onFailure(failure -> {
                    state.set(State.FAILED);
                    problem.set(Optional.of(failure));
                });
    }

    private Row.Library read(String words) throws StoreException {
        return new Row.Library(conversations.search(words), folderService.list(), Set.of());
    }

    /// Hears what the person opens, also if it is open already; empty for a new conversation.
    public void onOpen(Consumer<Optional<Long>> listener) {
        onOpen = listener;
    }

    /// The person opens a conversation.
    public void open(long id) {
        show(Optional.of(id));
        onOpen.accept(selected.get());
    }

    /// Takes over the conversations of a file and opens the first of them.
    public void openFile(Path file) {
        exchange.importFrom(
                file, imported -> imported.ids().stream().findFirst().ifPresent(this::open));
    }

    /// The person opens what a search found: the turn of the excerpt comes to the front.
    public void open(Row.Item item) {
        var turn = item.excerpt().map(Excerpt::turn);
        long id = item.conversation().id();
        if (turn.isEmpty()) {
            open(id);
        } else {
            change("opening", () -> conversations.reveal(turn.get()), () -> open(id));
        }
    }

    /// The person leaves the open conversation for one that is not begun yet.
    public void openNew() {
        show(Optional.empty());
        onOpen.accept(selected.get());
    }

    /// Another part of the window opened a conversation.
    public void show(Optional<Long> id) {
        if (!id.equals(selected.get())) {
            selected.set(id);
            openTitle.set("");
            updateOpenTitle();
        }
    }

    /// A search may leave the open conversation off the list; its title stays.
    private void updateOpenTitle() {
        for (Row row : rows) {
            if (row instanceof Row.Item(Conversation item, _)
                    && selected.get().equals(Optional.of(item.id()))) {
                openTitle.set(item.title());
            }
        }
    }

    /// Reads the open conversation; tells nothing if none was begun.
    void findOpen(Consumer<Conversation> then) {
        selected.get()
                .ifPresent(id ->
                        jobs.run(Job.of("finding a conversation", _ -> conversations.find(id)))
                                .onSuccess(found -> found.ifPresent(then))
                                .onFailure(failure -> problem.set(Optional.of(failure))));
    }

    /// @param title blank: the old one stays
    public void rename(Conversation conversation, String title) {
        if (!title.equals(conversation.title())) {
            change("renaming", () -> conversations.rename(conversation.id(), title), () -> {});
        }
    }

    /// The folders by name.
    public List<Folder> folders() {
        return listed.folders();
    }

    /// @param then is given the folder when it is on the list
    public void createFolder(String name, Optional<Conversation> inside, Consumer<Folder> then) {
        jobs.run(
                        Job.of(
                                "creating a folder",
                                _ -> {
                                    var folder = folderService.create(name);
                                    if (inside.isPresent()) {
                                        folderService.move(inside.get().id(), Optional.of(folder));
                                    }
                                    return folder;
                                }))
                .onSuccess(folder -> refresh(() -> then.accept(folder)))
                .onFailure(failure -> problem.set(Optional.of(failure)));
    }

    /// @param name blank: the old one stays
    public void rename(Folder folder, String name) {
        change("renaming the folder of", () -> folderService.rename(folder, name), () -> {});
    }

    /// Removes a folder; its conversations stay.
    public void remove(Folder folder) {
        change("removing the folder of", () -> folderService.remove(folder), () -> {});
    }

    /// Shows or hides the conversations of a folder.
    public void fold(Folder folder) {
        if (!folded.remove(folder.id())) {
            folded.add(folder.id());
        }
        show();
    }

    /// Puts a conversation into a folder, or out of all.
    public void move(Conversation conversation, Optional<Folder> folder) {
        change("moving", () -> folderService.move(conversation.id(), folder), () -> {});
    }

    /// Pins a conversation to the top of the list, or takes it from there.
    public void togglePin(Conversation conversation) {
        if (conversation.pinnedAt().isPresent()) {
            change("unpinning", () -> folderService.unpin(conversation.id()), () -> {});
        } else {
            change("pinning", () -> folderService.pin(conversation.id()), () -> {});
        }
    }

    public void delete(Conversation conversation) {
        change(
                "deleting",
                () -> conversations.delete(conversation.id()),
                () -> {
                    deleted.set(Optional.of(conversation));
                    if (selected.get().equals(Optional.of(conversation.id()))) {
                        openNew();
                    }
                });
    }

    /// Brings back what was deleted last and opens it.
    public void undoDelete() {
        deleted.get()
                .ifPresent(conversation ->
                        change(
                                "bringing back",
                                () -> conversations.undoDelete(conversation.id()),
                                () -> {
                                    forgetDeleted();
                                    open(conversation.id());
                                }));
    }

    /// The offer to bring back has gone from the screen.
    public void forgetDeleted() {
        deleted.set(Optional.empty());
    }

    /// A change of the conversations in the store.
    @FunctionalInterface
    private interface Change {
        void run() throws StoreException;
    }

    private void change(String title, Change change, Runnable then) {
        jobs.run(
                        Job.of(
                                title + " a conversation",
                                _ -> {
                                    change.run();
                                    return title;
                                }))
                .onSuccess(_ -> {
                    then.run();
                    refresh();
                })
                .onFailure(failure -> problem.set(Optional.of(failure)));
    }

    private void show() {
        var today = LocalDate.now(clock);
        var zone = clock.getZone();
        boolean searching = !search.get().isBlank();
        var arranged =
                searching
                        ? Row.byPeriod(listed.conversations(), today, zone)
                        : Row.arrange(
                                new Row.Library(listed.conversations(), listed.folders(), folded),
                                today,
                                zone);
        // Replacing rows by their like would end a renaming that has begun.
        if (!rows.equals(arranged)) {
            rows.setAll(arranged);
        }
        updateOpenTitle();
        if (!arranged.isEmpty()) {
            state.set(State.SHOWN);
        } else {
            state.set(searching ? State.NO_MATCH : State.EMPTY);
        }
    }
}
