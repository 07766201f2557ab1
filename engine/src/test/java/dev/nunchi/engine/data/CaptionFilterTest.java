package dev.nunchi.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class CaptionFilterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    A brown dog is running through tall grass.  | brown dog, tall grass
                    Two men in a boat, and the men's dog        | two men, boat, men dog
                    A little girl climbing into a wooden house  | little girl, wooden house
                    A t-shirt on a t-shirt                      | t-shirt
                    very large old red fire truck               | old red fire truck
                    """)
    void captionsAreCutIntoNounPhrases(String caption, String phrases) {
        assertEquals(List.of(phrases.split(", ")), NounPhrases.of(caption));
    }

    @Test
    void phrasesBelowTheFloorBringNothingIn() {
        var samples = captions("A cat", 2, "A dog", 3);
        var result = new CaptionFilter(3, 100, 1).apply(samples);
        assertEquals(3, result.samples().size());
        assertEquals(
                List.of(
                        new CaptionFilter.PhraseCount("dog", 3, 3),
                        new CaptionFilter.PhraseCount("cat", 2, 0)),
                result.report().commonest());
        assertEquals(1, result.report().rare());
    }

    @Test
    void phrasesAboveTheCapBringTheCapIn() {
        var samples = captions("A cat", 50, "A dog", 5);
        var result = new CaptionFilter(3, 10, 1).apply(samples);
        assertEquals(15, result.samples().size());
        assertEquals(
                new CaptionFilter.Report(55, 15, 2, 0, 1, result.report().commonest()),
                result.report());
    }

    @Test
    void rarePhraseKeepsACaptionThatACommonOneWouldDrop() {
        var samples = captions("A cat", 50, "A cat with a violin", 3);
        var kept = new CaptionFilter(3, 10, 1).apply(samples).samples();
        assertEquals(3, kept.stream().filter(s -> s.firstAnswer().contains("violin")).count());
        assertTrue(kept.size() >= 10 && kept.size() <= 13, "" + kept.size());
    }

    @Test
    void seedDecidesWhichCaptionsAreDrawn() {
        var samples = captions("A cat", 50, "A dog", 5);
        var filter = new CaptionFilter(3, 10, 1);
        assertEquals(filter.apply(samples), filter.apply(samples));
        assertNotEquals(
                filter.apply(samples).samples(),
                new CaptionFilter(3, 10, 2).apply(samples).samples());
    }

    @Test
    void conversationsAreKept() {
        var talk =
                new Sample(
                        "talk",
                        Optional.empty(),
                        SampleType.CONVERSATION,
                        List.of(new SampleTurn(Role.ASSISTANT, "Hi")));
        assertEquals(List.of(talk), CaptionFilter.ofPaper(1).apply(List.of(talk)).samples());
    }

    private static List<Sample> captions(String first, int count, String second, int other) {
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < count + other; i++) {
            samples.add(
                    Sample.caption("" + i, Path.of(i + ".jpg"), "?", i < count ? first : second));
        }
        return samples;
    }
}
