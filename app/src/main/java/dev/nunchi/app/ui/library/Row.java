package dev.nunchi.app.ui.library;

import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.Excerpt;
import dev.nunchi.app.store.Folder;
import dev.nunchi.app.store.Found;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A line of the list.
public sealed interface Row {
    /// Stands above conversations that belong together.
    record Heading(Group group) implements Row {}

    /// Stands above the conversations of a folder.
    ///
    /// @param count how many there are in it
    record FolderHeading(Folder folder, int count, Fold fold) implements Row {}

    /// A conversation that can be opened.
    ///
    /// @param excerpt what a search found in it
    record Item(Conversation conversation, Optional<Excerpt> excerpt) implements Row {
        static Item of(Found found) {
            return new Item(found.conversation(), found.excerpt());
        }
    }

    /// What conversations have in common: pinned, or when they were last changed.
    enum Group {
        PINNED,
        TODAY,
        YESTERDAY,
        EARLIER
    }

    /// Whether the conversations of a folder are listed below it.
    enum Fold {
        OPEN,
        FOLDED
    }

    /// What is put in order: the conversations, the last changed first, and the folders by name.
    ///
    /// @param folded ids of folders whose conversations are not shown
    record Library(List<Found> conversations, List<Folder> folders, Set<Long> folded) {
        public Library {
            conversations = List.copyOf(conversations);
            folders = List.copyOf(folders);
            folded = Set.copyOf(folded);
        }
    }

    /// Pinned conversations first, then the folders, then the rest by period. A conversation that
    /// is pinned and lies in a folder is listed at both places.
    static List<Row> arrange(Library library, LocalDate today, ZoneId zone) {
        var rows = new ArrayList<Row>();
        var pinned =
                library.conversations().stream()
                        .filter(found -> found.conversation().pinnedAt().isPresent())
                        .sorted(Comparator.comparing(Row::pinnedAt, Comparator.reverseOrder()))
                        .toList();
        if (!pinned.isEmpty()) {
            rows.add(new Heading(Group.PINNED));
            pinned.stream().map(Item::of).forEach(rows::add);
        }
        library.folders().forEach(folder -> addFolder(folder, library, rows));
        rows.addAll(
                byPeriod(
                        library.conversations().stream().filter(Row::isLoose).toList(),
                        today,
                        zone));
        return rows;
    }

    private static Instant pinnedAt(Found found) {
        return found.conversation().pinnedAt().orElse(Instant.EPOCH);
    }

    private static boolean isLoose(Found found) {
        var conversation = found.conversation();
        return conversation.folder().isEmpty() && conversation.pinnedAt().isEmpty();
    }

    private static void addFolder(Folder folder, Library library, List<Row> rows) {
        var inside =
                library.conversations().stream()
                        .filter(found ->
                                found.conversation().folder().equals(Optional.of(folder.id())))
                        .toList();
        var fold = library.folded().contains(folder.id()) ? Fold.FOLDED : Fold.OPEN;
        rows.add(new FolderHeading(folder, inside.size(), fold));
        if (fold == Fold.OPEN) {
            inside.stream().map(Item::of).forEach(rows::add);
        }
    }

    /// Puts a heading above each period.
    ///
    /// @param conversations the last changed first
    static List<Row> byPeriod(List<Found> conversations, LocalDate today, ZoneId zone) {
        var rows = new ArrayList<Row>();
        Optional<Group> above = Optional.empty();
        for (Found found : conversations) {
            var day = found.conversation().updatedAt().atZone(zone).toLocalDate();
            var period = period(day, today);
            if (!above.equals(Optional.of(period))) {
                rows.add(new Heading(period));
                above = Optional.of(period);
            }
            rows.add(Item.of(found));
        }
        return rows;
    }

    private static Group period(LocalDate day, LocalDate today) {
        if (!day.isBefore(today)) {
            return Group.TODAY;
        }
        return day.equals(today.minusDays(1)) ? Group.YESTERDAY : Group.EARLIER;
    }
}
