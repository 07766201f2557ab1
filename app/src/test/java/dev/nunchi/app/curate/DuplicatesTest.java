package dev.nunchi.app.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.engine.data.SampleType;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

class DuplicatesTest {
    private static final String LONG =
            "The first of the two cats sleeps on the left side of the large sofa while the other one"
                    + " looks out of the window into the bright garden behind the house where it"
                    + " seems to wait for somebody who will come home quite soon this afternoon";

    private final Duplicates duplicates = new Duplicates();

    @Test
    void sameWordsAboutTheSamePictureAreADuplicate() {
        duplicates.add(row("a", "cat.jpg", "Where is it?", "On the sofa."));
        var finding = duplicates.add(row("b", "cat.jpg", "where is it", "On the SOFA!"));
        assertEquals(
                Optional.of(new Finding(CheckName.NEAR_DUPLICATE, 0, "a", Optional.empty())),
                finding);
    }

    @Test
    void fewWordsMayBeSaidOfTwoPictures() {
        duplicates.add(row("a", "cat.jpg", "Is there a dog?", "No."));
        assertEquals(
                Optional.empty(), duplicates.add(row("b", "boat.jpg", "Is there a dog?", "No.")));
    }

    @Test
    void longTextOfTwoPicturesIsADuplicate() {
        duplicates.add(row("a", "cat.jpg", "Describe it.", LONG + "."));
        assertTrue(duplicates.add(row("b", "boat.jpg", "Describe it.", LONG + "!")).isPresent());
    }

    @Test
    void oneChangedWordInALongTextIsADuplicate() {
        duplicates.add(row("a", "cat.jpg", "Describe it.", LONG));
        var changed = row("b", "cat.jpg", "Describe it.", LONG.replace("bright", "green"));
        assertTrue(duplicates.add(changed).isPresent());
    }

    @Test
    void otherQuestionsAboutTheSamePictureAreNone() {
        duplicates.add(row("a", "cat.jpg", "Is there a dog?", "No."));
        assertEquals(
                Optional.empty(), duplicates.add(row("b", "cat.jpg", "Is there a cat?", "Yes.")));
    }

    @Test
    @Tag("slow")
    void hundredThousandRowsTakeSeconds() {
        var random = new SplittableRandom(7);
        var clock = ManagementFactory.getThreadMXBean();
        long start = clock.getCurrentThreadCpuTime();
        int found = 0;
        for (int i = 0; i < 100_000; i++) {
            var text = new StringBuilder();
            for (int word = 0; word < 100; word++) {
                text.append("word").append(random.nextInt(2000)).append(' ');
            }
            String words = i % 10 == 9 ? LONG : text.toString();
            found +=
                    duplicates
                            .add(row("r" + i, (i % 5000) + ".jpg", "Describe it.", words))
                            .map(_ -> 1)
                            .orElse(0);
        }
        double seconds = (clock.getCurrentThreadCpuTime() - start) / 1e9;
        assertEquals(9_999, found);
        assertTrue(seconds < 60, "%.1f s".formatted(seconds));
    }

    private static InstructionRow row(String id, String picture, String question, String answer) {
        var scene = new Scene(Path.of(picture), List.of(), List.of());
        return Rows.of(id, scene, SampleType.CONVERSATION, question, answer);
    }
}
