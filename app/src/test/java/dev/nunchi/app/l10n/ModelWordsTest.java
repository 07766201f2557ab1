package dev.nunchi.app.l10n;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.library.Architecture;

import org.junit.jupiter.api.Test;

import java.util.Locale;

class ModelWordsTest {
    private static final Architecture LLAVA = new Architecture("CLIP ViT + Llama", 32);

    @Test
    void layersAreCountedInTheUsersLanguage() {
        assertEquals(
                "CLIP ViT + Llama, 32 layers",
                ModelWords.architecture(Messages.of(Locale.ENGLISH), LLAVA));
        assertEquals(
                "CLIP ViT + Llama, 32층",
                ModelWords.architecture(Messages.of(Locale.KOREAN), LLAVA));
    }

    @Test
    void partsOfUnknownDepthStandAlone() {
        var unknown = Architecture.parse("llava");

        assertEquals("llava", ModelWords.architecture(Messages.of(Locale.KOREAN), unknown));
    }

    @Test
    void writtenArchitectureIsReadBack() {
        assertEquals(LLAVA, Architecture.parse(LLAVA.toString()));
    }
}
