package dev.nunchi.app.l10n;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.app.settings.Language;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;

class MessagesTest {
    @Test
    void koreanSpeakersReadKorean() {
        assertEquals("3초", Messages.of(Locale.KOREA).text("time.seconds", 3));
    }

    @Test
    void allOthersReadEnglish() {
        assertEquals("3 s", Messages.of(Locale.FRANCE).text("time.seconds", 3));
    }

    @Test
    void languageSwitchesWhileListenersHear() {
        var messages = Messages.of(Language.EN);
        var heard = new ArrayList<String>();
        messages.onLanguageChange(() -> heard.add(messages.text("time.seconds", 1)));

        messages.use(Language.KO);
        messages.use(Language.EN);

        assertEquals(List.of("1초", "1 s"), heard);
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

    @Test
    void numbersFollowTheLocaleThoughTextsAreEnglish() {
        assertEquals("1,5", Messages.of(Locale.GERMANY).formats().decimal(1.5, 1));
    }

    private static Formats english() {
        return Messages.of(Language.EN).formats();
    }
}
