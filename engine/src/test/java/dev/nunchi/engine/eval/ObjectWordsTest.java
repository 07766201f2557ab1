package dev.nunchi.engine.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.eval.ObjectWords.Mention;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.Set;

class ObjectWordsTest {
    @Test
    void thingsAreFoundUnderTheirSynonyms() {
        assertEquals(
                List.of("person", "bicycle", "dog"),
                things("Two women push their tricycles past a puppy."));
    }

    @Test
    void wordOfSeveralMeaningsNamesThemAll() {
        var bag = ObjectWords.named("A red bag.").getFirst();
        assertEquals(Set.of("backpack", "handbag", "suitcase"), bag.things());
        assertEquals(new Mention(bag.things(), "bag", 6, 9), bag);
    }

    @Test
    void longerNamesWinOverTheirParts() {
        assertEquals(List.of("hot dog"), things("He eats a hot-dog."));
        assertEquals(List.of(), things("near the train station, behind the bus stop"));
        assertEquals(List.of("teddy bear"), things("a teddy bear"));
    }

    @Test
    void starredWordMustEndItsPhrase() {
        assertEquals(List.of("hat"), things("an orange hat"));
        assertEquals(List.of("orange"), things("an orange on the plate rack"));
        assertEquals(List.of(), things("they like to train hard"));
    }

    @Test
    void koreanNounsAreFoundBeforeTheirParticles() {
        assertEquals(List.of("cat", "couch", "person"), things("고양이가 소파에 누워 있고 사람들이 봐요."));
        assertEquals(List.of("dog"), things("개 한 마리가 달려요."));
        assertEquals(List.of("chair"), things("세 개의 의자가 새로 왔어요."));
        assertEquals(List.of("baseball bat"), things("야구 방망이를 들어요."));
    }

    @Test
    void descriptionsSupportWhatTheyTakeForGranted() {
        assertTrue(ObjectWords.supported("A surfer in the sea").contains("surfboard"));
        assertTrue(ObjectWords.supported("a baseball player").contains("person"));
        assertTrue(ObjectWords.supported("an orange train car").contains("train"));
    }

    @Test
    void labelsOfAnnotationsMeanCategories() {
        assertEquals(Optional.of("potted plant"), ObjectWords.category("Potted-Plant"));
        assertEquals(Optional.of("airplane"), ObjectWords.category("aeroplane"));
        assertEquals(Optional.empty(), ObjectWords.category("bag"));
        assertEquals(Optional.empty(), ObjectWords.category("spaceship"));
    }

    private static List<String> things(String text) {
        return ObjectWords.named(text).stream()
                .flatMap(mention -> mention.things().stream().limit(1))
                .toList();
    }
}
