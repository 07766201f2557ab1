package dev.nunchi.app.ui.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A cat|''",
                "A cat.|''",
                "A cat. It|A cat.",
                "It is 3.14 m|''",
                "It is 3.14 m. And|It is 3.14 m.",
                "He said “no.” Then|He said “no.”",
                "고양이예요. 창가에|고양이예요.",
                "猫です。 窓|猫です。",
                "Really?! Yes|Really?!"
            })
    void wholeSentencesAreTold(String text, String told) {
        assertEquals(told, text.substring(0, Sentences.whole(text)));
    }

    @Test
    void wholeLinesAreTold() {
        assertEquals("- a cat\n".length(), Sentences.whole("- a cat\n- a"));
    }
}
