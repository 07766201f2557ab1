package dev.nunchi.app.ui.command;

import dev.nunchi.app.l10n.Messages;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What the palette offers for what was typed, the best first and one of it selected. Where nothing
/// was typed that is what was used lately, then what can be done now.
public final class PaletteViewModel {
    private static final int REMEMBERED = 5;

    private final Commands commands;
    private final Messages messages;
    private final StringProperty query = new SimpleStringProperty("");
    private final ObservableList<Entry> entries = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper selected = new ReadOnlyIntegerWrapper();
    private final Deque<String> lately = new ArrayDeque<>();

    /// A command as it stands in the list.
    ///
    /// @param hindrance in words why it cannot be done now; empty if it can
    public record Entry(Command command, String title, Optional<String> hindrance) {}

    private record Ranked(Entry entry, int rank) {}

    public PaletteViewModel(Commands commands, Messages messages) {
        this.commands = commands;
        this.messages = messages;
        query.subscribe(_ -> find());
    }

    /// What is typed.
    public StringProperty queryProperty() {
        return query;
    }

    public ObservableList<Entry> entries() {
        return entries;
    }

    /// Index of the selected entry; 0 if there is none.
    public ReadOnlyIntegerProperty selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    public Optional<Entry> selected() {
        return selected.get() < entries.size()
                ? Optional.of(entries.get(selected.get()))
                : Optional.empty();
    }

    /// Begins anew: nothing typed, what was used lately on top.
    public void open() {
        query.set("");
        find();
    }

    /// Selects an entry further down, or up; goes on at the other end.
    public void move(int by) {
        if (!entries.isEmpty()) {
            selected.set(Math.floorMod(selected.get() + by, entries.size()));
        }
    }

    /// @param index of an entry
    public void select(int index) {
        selected.set(Math.clamp(index, 0, Math.max(0, entries.size() - 1)));
    }

    /// What can be done of what is selected, to be run when the palette has gone; empty if
    /// something hinders it.
    public Optional<Command> choose() {
        var chosen = selected().filter(entry -> entry.hindrance().isEmpty()).map(Entry::command);
        chosen.ifPresent(command -> {
            lately.remove(command.id());
            lately.addFirst(command.id());
            if (lately.size() > REMEMBERED) {
                lately.removeLast();
            }
        });
        return chosen;
    }

    private void find() {
        var found = new ArrayList<Ranked>();
        for (var command : commands.all()) {
            var entry = entry(command);
            rank(entry).ifPresent(rank -> found.add(new Ranked(entry, rank)));
        }
        found.sort(Comparator.comparingInt(Ranked::rank));
        entries.setAll(found.stream().map(Ranked::entry).toList());
        selected.set(0);
    }

    private Entry entry(Command command) {
        return new Entry(
                command,
                command.title().apply(messages),
                command.hindrance().get().map(messages::text));
    }

    private OptionalInt rank(Entry entry) {
        if (query.get().isBlank()) {
            int recent = List.copyOf(lately).indexOf(entry.command().id());
            int known = entry.hindrance().isEmpty() ? REMEMBERED : REMEMBERED + 1;
            return OptionalInt.of(recent < 0 ? known : recent);
        }
        var byTitle = Match.rank(query.get(), entry.title());
        return byTitle.isPresent() ? byTitle : Match.rank(query.get(), entry.command().id());
    }
}
