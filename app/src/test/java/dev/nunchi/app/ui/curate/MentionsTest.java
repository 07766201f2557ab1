package dev.nunchi.app.ui.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.teach.Box;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class MentionsTest {
    @Test
    void namesAreFoundWithPluralsAndParticles() {
        assertEquals(List.of("dogs"), words("Two dogs", "dog"));
        assertEquals(List.of("Buses"), words("Buses go by", "bus"));
        assertEquals(List.of("고양이"), words("고양이가 있어요", "고양이"));
    }

    @Test
    void partsOfOtherWordsAreNone() {
        assertEquals(List.of(), found("A category of cattle", "cat"));
        assertEquals(List.of(), found("A hot-dog", "do"));
    }

    @Test
    void longerNamesWin() {
        assertEquals(List.of("dining table"), found("The dining table", "table", "dining table"));
    }

    @Test
    void textIsWholeAgain() {
        String text = "A cat (and cats) on a mat.";
        var pieces = Mentions.in(text, boxes("cat"));
        assertEquals(text, String.join("", pieces.stream().map(Mentions.Piece::text).toList()));
    }

    private static List<String> words(String text, String category) {
        return Mentions.in(text, boxes(category)).stream()
                .filter(piece -> piece.category().isPresent())
                .map(Mentions.Piece::text)
                .toList();
    }

    private static List<String> found(String text, String... categories) {
        return Mentions.in(text, boxes(categories)).stream()
                .map(Mentions.Piece::category)
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<Box> boxes(String... categories) {
        return Stream.of(categories).map(name -> new Box(name, 0, 0, 1, 1)).toList();
    }
}
