package dev.nunchi.app.ui.library;

import dev.nunchi.app.store.Conversation;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A line of the list.
public sealed interface Row {
    /// Stands above the conversations of a period.
    record Heading(Period period) implements Row {}

    /// A conversation that can be opened.
    record Item(Conversation conversation) implements Row {}

    /// When a conversation was last changed.
    enum Period {
        TODAY,
        YESTERDAY,
        EARLIER
    }

    /// Puts a heading above each period.
    ///
    /// @param conversations the last changed first
    static List<Row> group(List<Conversation> conversations, LocalDate today, ZoneId zone) {
        var rows = new ArrayList<Row>();
        Optional<Period> above = Optional.empty();
        for (Conversation conversation : conversations) {
            var period = period(conversation.updatedAt().atZone(zone).toLocalDate(), today);
            if (!above.equals(Optional.of(period))) {
                rows.add(new Heading(period));
                above = Optional.of(period);
            }
            rows.add(new Item(conversation));
        }
        return rows;
    }

    private static Period period(LocalDate day, LocalDate today) {
        if (!day.isBefore(today)) {
            return Period.TODAY;
        }
        return day.equals(today.minusDays(1)) ? Period.YESTERDAY : Period.EARLIER;
    }
}
