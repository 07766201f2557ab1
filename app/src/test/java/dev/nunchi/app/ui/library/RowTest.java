package dev.nunchi.app.ui.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.ui.library.Row.Heading;
import dev.nunchi.app.ui.library.Row.Item;
import dev.nunchi.app.ui.library.Row.Period;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

class RowTest {
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

    @Test
    void noConversationsMakeNoRows() {
        assertEquals(List.of(), Row.group(List.of(), TODAY, SEOUL));
    }

    @Test
    void eachPeriodGetsOneHeading() {
        var noon = changed(1, "2026-03-02T03:00:00Z");
        var morning = changed(2, "2026-03-01T23:00:00Z");
        var yesterday = changed(3, "2026-03-01T03:00:00Z");
        var longAgo = changed(4, "2025-12-24T03:00:00Z");
        assertEquals(
                List.of(
                        new Heading(Period.TODAY),
                        new Item(noon),
                        new Item(morning),
                        new Heading(Period.YESTERDAY),
                        new Item(yesterday),
                        new Heading(Period.EARLIER),
                        new Item(longAgo)),
                Row.group(List.of(noon, morning, yesterday, longAgo), TODAY, SEOUL));
    }

    @Test
    void clockThatWentBackStillMeansToday() {
        var tomorrow = changed(1, "2026-03-03T12:00:00Z");
        assertEquals(
                List.of(new Heading(Period.TODAY), new Item(tomorrow)),
                Row.group(List.of(tomorrow), TODAY, SEOUL));
    }

    private static Conversation changed(long id, String at) {
        return new Conversation(id, "title " + id, Instant.parse(at), Instant.parse(at), "");
    }
}
