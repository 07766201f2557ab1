package dev.nunchi.app.l10n;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.app.settings.Language;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;

class MessagesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);

    @Test
    void koreanSpeakersReadKorean() {
        assertEquals("오늘", Messages.of(Locale.KOREA).text("day.today"));
    }

    @Test
    void allOthersReadEnglish() {
        assertEquals("Today", Messages.of(Locale.FRANCE).text("day.today"));
    }

    @Test
    void languageSwitchesWhileListenersHear() {
        var messages = Messages.of(Language.EN);
        var heard = new ArrayList<String>();
        messages.onLanguageChange(() -> heard.add(messages.text("day.yesterday")));

        messages.use(Language.KO);
        messages.use(Language.EN);

        assertEquals(List.of("어제", "Yesterday"), heard);
    }

    @Test
    void unknownKeyIsAMistake() {
        var messages = Messages.of(Language.EN);

        assertThrows(MissingResourceException.class, () -> messages.text("no.such.key"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "98700000, 98.7 MB",
        "103456789, 103 MB",
        "4300000000, 4.3 GB",
        "9223372036854775807, '9,223,372,037 GB'"
    })
    void sizesAreWrittenInDecimalUnits(long bytes, String written) {
        assertEquals(written, english().bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "1240, 1.2 s",
        "12700, 12 s",
        "125000, 2 min 5 s",
        "7260000, 2 h 1 min"
    })
    void durationsAreWrittenInTheirLargestUnits(long millis, String written) {
        assertEquals(written, english().duration(Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, Today, 오늘",
        "1, Yesterday, 어제",
        "2, Friday, 금요일",
        "7, 'Nov 22, 2026', 2026. 11. 22.",
        "-1, 'Nov 30, 2026', 2026. 11. 30."
    })
    void daysAreNamedAsPeopleSpeakOfThem(int ago, String inEnglish, String inKorean) {
        LocalDate day = TODAY.minusDays(ago);

        assertEquals(inEnglish, english().day(day, TODAY));
        assertEquals(inKorean, Messages.of(Language.KO).formats().day(day, TODAY));
    }

    @Test
    void numbersFollowTheLocaleThoughTextsAreEnglish() {
        assertEquals("1,5", Messages.of(Locale.GERMANY).formats().decimal(1.5, 1));
    }

    private static Formats english() {
        return Messages.of(Language.EN).formats();
    }
}
