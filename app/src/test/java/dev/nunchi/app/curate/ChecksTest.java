package dev.nunchi.app.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.engine.data.SampleType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class ChecksTest {
    private final Checks checks = Checks.of(Optional.empty());

    @Test
    void goodRowsAreLeftAlone() {
        assertEquals(
                List.of(),
                checks.check(
                        Rows.conversation(
                                "Where does the cat lie?",
                                "It sleeps on a couch.",
                                "Is there a dog?",
                                "No, there is no dog.",
                                "Is there a cat?",
                                "Yes.")));
        assertEquals(
                List.of(),
                checks.check(
                        Rows.conversation(
                                "고양이는 어디에 있어요?", "소파 위에서 자고 있어요.", "개가 있나요?", "아니요, 개는 없어요.")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "There is a cat, and a dog beside it.",
                "A bicycle leans there.",
                "Two kittens and their puppy sleep."
            })
    void thingsWithoutSupportAreFound(String answer) {
        assertEquals(List.of(CheckName.UNSUPPORTED_OBJECT), found(answer));
    }

    @Test
    void findingSaysWhatAndWhere() {
        assertEquals(
                List.of(new Finding(CheckName.UNSUPPORTED_OBJECT, 0, "umbrella", Optional.of(3))),
                checks.check(
                        Rows.conversation(
                                "What is it?", "A cat.", "What else is there?", "An umbrella.")));
    }

    @Test
    void yesClaimsWhatWasAsked() {
        assertEquals(
                List.of(CheckName.UNSUPPORTED_OBJECT),
                names(Rows.conversation("Is there a dog?", "Yes.")));
        assertEquals(
                List.of(CheckName.UNSUPPORTED_OBJECT),
                names(Rows.conversation("개가 있나요?", "네, 있어요.")));
    }

    @Test
    void questionThatTakesAThingForGrantedIsFound() {
        assertEquals(
                List.of(CheckName.UNSUPPORTED_OBJECT),
                names(Rows.conversation("What colour is the bicycle?", "It is red.")));
        assertEquals(
                List.of(),
                names(Rows.conversation("How many bicycles are there?", "There are none.")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Without a mirror, nobody sees the picture behind them.",
                "The cat cannot see the picture on the wall.",
                "No picture is on the wall behind the cat.",
                "It serves as a machine for making coffee.",
                "The cat does not open the file that lies there.",
                "It is hard to tell whether the cat is asleep.",
                "In the mirror I can't see the cat's tail.",
                "He is afraid of the cat, and she is sorry for it.",
                "The policy of the house is that cats may sleep here.",
                "A sign says: please send it back.",
                "고양이는 벽에 걸린 그림을 볼 수 없어요.",
                "세탁 전 기계 위에서 고양이가 자요.",
                "고양이의 나이는 확인하기 어려워요."
            })
    void nobodyRefusesWhoSpeaksOfThePicture(String answer) {
        assertEquals(
                List.of(),
                checks.check(Rows.conversation("What is it?", answer)).stream()
                        .filter(found -> found.check() == CheckName.REFUSAL)
                        .filter(found -> found.score() < AutoCuration.USUAL_SCORE)
                        .toList());
    }

    @Test
    void questionMaySuppose() {
        assertEquals(
                List.of(),
                names(
                        Rows.conversation(
                                "If you saw this in a mirror, where would the cat be?",
                                "It would be on the left.")));
    }

    @Test
    void wordThatOnlyBeginsLikeAThingIsNone() {
        assertEquals(List.of(), names(Rows.conversation("고양이는 몇 마리인가요?", "그 차이는 한 마리예요.")));
    }

    @Test
    void reasoningMaySuppose() {
        var row =
                Rows.of(
                        SampleType.COMPLEX,
                        "Why is it calm?",
                        "The cat sleeps on the sofa and nothing disturbs it now. A dog could wake it"
                                + " if one came in, so the calm might not last for long.");
        assertEquals(List.of(), checks.check(row));
    }

    @Test
    void sceneWithoutWordsAndBoxesSupportsAnything() {
        var scene = new Scene(Path.of("a.jpg"), List.of(), List.of());
        var row = Rows.of("a", scene, SampleType.CONVERSATION, "What is it?", "A dog.");
        assertEquals(List.of(), checks.check(row));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It is at [0.31, 0.2, 0.64, 0.9].",
                "It begins at 0.314 from the left.",
                "From (0.31, 0.20) on.",
                "Its x1 is there.",
                "It reaches from 0.31 to 0.64."
            })
    void numbersOfBoxesAreFound(String answer) {
        assertEquals(List.of(CheckName.LEAKED_COORDINATES), found(answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It costs $0.99 or $1.49.",
                "It won (3, 2).",
                "About 0.75 metres long.",
                "It is 12:30, in 1.5 hours it wakes."
            })
    void otherNumbersAreNoCoordinates(String answer) {
        assertEquals(List.of(), found(answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I’m sorry, but I can’t help with that.",
                "As an AI language model, I have no eyes.",
                "I cannot see the picture.",
                "No image was provided."
            })
    void refusalsAreFound(String answer) {
        assertEquals(List.of(CheckName.REFUSAL), found(answer));
    }

    @Test
    void seeingNothingOfAKindIsNoRefusal() {
        assertEquals(List.of(), found("I cannot see any dogs here."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The caption says that it sleeps.",
                "The bounding box is large.",
                "According to the description, it sleeps."
            })
    void wordsAboutTheSourceAreFound(String answer) {
        assertEquals(List.of(CheckName.MENTIONS_SOURCE), found(answer));
    }

    @Test
    void lengthsAreThoseOfTheKind() {
        var row = Rows.of(SampleType.DETAIL, "Describe it in detail.", "A cat sleeps.");
        assertEquals(
                List.of(new Finding(CheckName.LENGTH, 0.5 * 3 / 12, "3", Optional.of(1))),
                checks.check(row));
    }

    @Test
    void proseThatEndsWithinASentenceIsFound() {
        var row =
                Rows.of(
                        SampleType.DETAIL,
                        "Describe it in detail.",
                        "A cat sleeps on a sofa. It is calm, and the sofa is large and very");
        assertEquals(List.of(CheckName.CUT_OFF), names(row));
    }

    @Test
    void circlesAreFound() {
        assertEquals(
                List.of(CheckName.REPETITION),
                found("It is on the sofa and on the sofa and on the sofa and warm."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Eine Katze schläft auf dem Sofa.",
                "고양이가 소파에서 자요.",
                "猫がソファで寝ています。",
                "Un chat dort sur le canapé."
            })
    void otherLanguagesAreFound(String answer) {
        assertTrue(found(answer).contains(CheckName.WRONG_LANGUAGE));
    }

    @Test
    void languageOfTheSetCountsForAllRows() {
        var english = Checks.of(Optional.of(TeachingLanguage.EN));
        var row = Rows.conversation("고양이는 어디에 있어요?", "소파에서 자요.");
        assertEquals(2, english.check(row).size());
    }

    private List<CheckName> found(String answer) {
        return names(Rows.conversation("What is to be seen here?", answer));
    }

    private List<CheckName> names(InstructionRow row) {
        return checks.check(row).stream().map(Finding::check).distinct().toList();
    }
}
