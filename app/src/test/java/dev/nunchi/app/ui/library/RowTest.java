package dev.nunchi.app.ui.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.Folder;
import dev.nunchi.app.store.Found;
import dev.nunchi.app.ui.library.Row.Fold;
import dev.nunchi.app.ui.library.Row.FolderHeading;
import dev.nunchi.app.ui.library.Row.Group;
import dev.nunchi.app.ui.library.Row.Heading;
import dev.nunchi.app.ui.library.Row.Item;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class RowTest {
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

    @Test
    void noConversationsMakeNoRows() {
        assertEquals(List.of(), Row.byPeriod(List.of(), TODAY, SEOUL));
    }

    @Test
    void eachPeriodGetsOneHeading() {
        var noon = changed(1, "2026-03-02T03:00:00Z");
        var morning = changed(2, "2026-03-01T23:00:00Z");
        var yesterday = changed(3, "2026-03-01T03:00:00Z");
        var longAgo = changed(4, "2025-12-24T03:00:00Z");
        assertEquals(
                List.of(
                        new Heading(Group.TODAY),
                        item(noon),
                        item(morning),
                        new Heading(Group.YESTERDAY),
                        item(yesterday),
                        new Heading(Group.EARLIER),
                        item(longAgo)),
                Row.byPeriod(found(noon, morning, yesterday, longAgo), TODAY, SEOUL));
    }

    @Test
    void pinnedOnesAndFoldersComeFirst() {
        var pets = new Folder(7, "pets");
        var loose = changed(1, "2026-03-02T03:00:00Z");
        var inside = filed(2, Optional.of(7L), Optional.empty());
        var pinned = filed(3, Optional.empty(), Optional.of(Instant.EPOCH));
        var library = new Row.Library(found(loose, inside, pinned), List.of(pets), Set.of());

        assertEquals(
                List.of(
                        new Heading(Group.PINNED),
                        item(pinned),
                        new FolderHeading(pets, 1, Fold.OPEN),
                        item(inside),
                        new Heading(Group.TODAY),
                        item(loose)),
                Row.arrange(library, TODAY, SEOUL));
    }

    @Test
    void foldedFolderHidesItsConversations() {
        var pets = new Folder(7, "pets");
        var inside = filed(2, Optional.of(7L), Optional.empty());
        var library = new Row.Library(found(inside), List.of(pets), Set.of(7L));

        assertEquals(
                List.of(new FolderHeading(pets, 1, Fold.FOLDED)),
                Row.arrange(library, TODAY, SEOUL));
    }

    private static Conversation filed(long id, Optional<Long> folder, Optional<Instant> pinned) {
        return new Conversation(id, "filed", Instant.EPOCH, Instant.EPOCH, "", folder, pinned);
    }

    @Test
    void clockThatWentBackStillMeansToday() {
        var tomorrow = changed(1, "2026-03-03T12:00:00Z");
        assertEquals(
                List.of(new Heading(Group.TODAY), item(tomorrow)),
                Row.byPeriod(found(tomorrow), TODAY, SEOUL));
    }

    private static Row item(Conversation conversation) {
        return new Item(conversation, Optional.empty());
    }

    private static List<Found> found(Conversation... conversations) {
        return Arrays.stream(conversations).map(c -> new Found(c, Optional.empty())).toList();
    }

    private static Conversation changed(long id, String at) {
        return Conversation.loose(id, "title " + id, Instant.parse(at), Instant.parse(at), "");
    }
}
